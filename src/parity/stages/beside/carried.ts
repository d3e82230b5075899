import type { Identity } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { cutName } from '../../declared/names.ts';
import { usingClause } from '../../fix/migration/using.ts';
import { ownerOf } from '../../render/names.ts';
import { beforeName, nextName } from './beside.ts';
import type { Beside } from './beside.ts';

const LONGEST_NAME = 63;

/** Which of both columns is written by whoever writes the row, and which one by the server. */
export type Direction = 'to the next' | 'to the one before';
const DIRECTIONS: readonly Direction[] = ['to the next', 'to the one before'];

/** Whatever is written into the one column is written into the other too. */
export function carry(beside: Beside, direction: Direction): readonly string[] {
  const { trigger, called } = quotedNames(beside, direction);
  return [
    `CREATE FUNCTION ${called}() RETURNS trigger LANGUAGE plpgsql AS $$\n${body(beside, direction)}\n$$`,
    `CREATE TRIGGER ${trigger} BEFORE INSERT OR UPDATE ON ${ownerOf(beside.live)} FOR EACH ROW EXECUTE FUNCTION ${called}()`,
  ];
}

/** No more of that. */
export function stopCarrying(beside: Beside, direction: Direction): readonly string[] {
  const { trigger, called } = quotedNames(beside, direction);
  return [`DROP TRIGGER ${trigger} ON ${ownerOf(beside.live)}`, `DROP FUNCTION ${called}()`];
}

/** The value of the column that was there as one of the new type. */
export function nextValue({ live, types: { from, to } }: Pick<Beside, 'live' | 'types'>): string {
  const column = quoteIdentifier(live.name);
  return usingClause(column, from, to) ?? column;
}

/** The names of the functions and triggers that a column needs. */
export function carriersOf(column: Pick<Identity, 'parent' | 'name'>): {
  readonly functions: readonly string[];
  readonly triggers: readonly string[];
} {
  const names = DIRECTIONS.map((direction) => namesOf(column, direction));
  return { functions: names.map((one) => one.called), triggers: names.map(({ trigger }) => trigger) };
}

function namesOf(
  { parent, name }: Pick<Identity, 'parent' | 'name'>,
  direction: Direction,
): { readonly trigger: string; readonly called: string } {
  const [named, suffix] = direction === 'to the next' ? [nextName, '_next'] : [beforeName, '_before'];
  return {
    // Triggers fire in the order of their names: this one sees what the others have made of the row.
    trigger: `zz_${cutName(named(name), LONGEST_NAME - 3)}`,
    called: `${cutName(`${parent ?? ''}_${name}`, LONGEST_NAME - suffix.length)}${suffix}`,
  };
}

function quotedNames(
  { live }: Beside,
  direction: Direction,
): { readonly trigger: string; readonly called: string } {
  const { trigger, called } = namesOf(live, direction);
  const schema = live.schema === null ? '' : `${quoteIdentifier(live.schema)}.`;
  return { trigger: quoteIdentifier(trigger), called: `${schema}${quoteIdentifier(called)}` };
}

function body({ live, types: { from, to }, primary }: Beside, direction: Direction): string {
  const [own, next, before, old] = [
    ...[live.name, nextName(live.name), beforeName(live.name)].map((name) => `NEW.${quoteIdentifier(name)}`),
    `OLD.${quoteIdentifier(live.name)}`,
  ] as [string, string, string, string];
  if (direction === 'to the next')
    return `BEGIN\n  ${next} := ${assigned(own, from, to)};\n  RETURN NEW;\nEND`;
  const back = assigned(before, from, to);
  const given = [
    `${before} := ${assigned(own, to, from)};`,
    `IF (${back === before ? `${before}::${to}` : `${back}::${to}`}) IS DISTINCT FROM ${own} THEN`,
    `  ${before} := NULL;`,
    'END IF;',
  ];
  return [
    'BEGIN',
    // A row of which something else changes keeps what it had.
    "  IF TG_OP = 'UPDATE' THEN",
    `    IF ${own} IS NOT DISTINCT FROM ${old} AND ${before} IS NOT NULL THEN`,
    '      RETURN NEW;',
    '    END IF;',
    '  END IF;',
    // A primary key holds no null: until it is another column's, a value that it has no room for is refused.
    ...(primary === undefined ? orNone(given, before) : indented(given)),
    '  RETURN NEW;',
    'END',
  ].join('\n');
}

/** A value that the old type has no room for is none there, and no reason to refuse the row. */
function orNone(given: readonly string[], before: string): readonly string[] {
  return [
    '  BEGIN',
    ...indented(indented(given)),
    '  EXCEPTION WHEN data_exception OR integrity_constraint_violation OR cannot_coerce THEN',
    `    ${before} := NULL;`,
    '  END;',
  ];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

/** What is assigned: a text is turned into the type of what it is assigned to without naming that, for which a right may be missing. */
function assigned(value: string, from: string, to: string): string {
  const using = usingClause(value, from, to) ?? value;
  return using.endsWith(`::text::${to}`) ? using.slice(0, -`::${to}`.length) : using;
}
