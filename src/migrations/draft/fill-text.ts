import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import type { Conclusion } from '../../parity/compare/verdict.ts';
import { asLive } from '../../parity/fix/live-terms.ts';
import { listed } from '../../parity/fix/grouped.ts';
import { sidesOf } from '../../parity/fix/sides.ts';
import { readable } from '../../parity/fix/builder/readable.ts';
import { ownerOf } from '../../parity/render/names.ts';
import { textFact } from '../../parity/render/facts.ts';
import { distinctNumber, placeholder } from '../../parity/fix/placeholder.ts';
import { identityKey } from '../../catalog/object.ts';
import { Problem } from '../../problem.ts';
import type { Filling } from '../../parity/stages/stages.ts';
import { pageByPage } from '../../parity/fix/batches.ts';
import { sql } from '../lint/code.ts';

/** Lines that give the rows of new columns a value, and what a person has to decide about it. */
export interface FillText {
  readonly lines: readonly string[];
  readonly decisions: readonly string[];
}

/** Fills columns that are to hold no null: with their default, or what stands for a value that only a person knows. */
export function fillText({ columns, rows }: Filling, { both }: Conclusion): FillText {
  const sides = sidesOf(both);
  const wanted = both.declared
    .filter((one) => columns.has(identityKey(one)))
    .map((declared) => {
      const column = asLive(declared, sides);
      const known = textFact(column, 'default');
      return {
        column,
        isKnown: known !== undefined,
        value: known ?? distinctNumber(column, sides) ?? placeholder(column, sides),
      };
    });
  const open = wanted.filter(({ value }) => value === undefined).map(({ column }) => column);
  if (open.length > 0) throw nothingToPutIn(open);
  const byTable = listed(wanted, ({ column }) => ownerOf(column));
  return {
    lines: [...byTable].flatMap(([table, filled]) => fillTable(table, filled, rows)),
    decisions: wanted
      .filter(({ isKnown }) => !isKnown)
      .map(
        ({ column, value = '' }) =>
          `what ${[column.schema, column.parent, column.name].join('.')} is in the rows that have none: ${value} only stands for it`,
      ),
  };
}

interface Filled {
  readonly column: CatalogObject;
  readonly value: string | undefined;
  /** Whether the value is the column's own default. */
  readonly isKnown: boolean;
}

/** All columns of a table at once: a row that has none of their values is let through with all of them only. */
function fillTable(table: string, filled: readonly Filled[], rows: Filling['rows']): readonly string[] {
  const columns = filled.map(({ column, value = '' }) => {
    const name = quoteIdentifier(column.name);
    return { name, value, type: textFact(column, 'type') ?? 'text' };
  });
  // Beside a column a value is none of its type by itself, as it is where it is assigned.
  const set = columns.map(({ name, value, type }) =>
    columns.length === 1 ? `${name} = ${value}` : `${name} = coalesce(${name}, ${typed(value, type)})`,
  );
  const change = `UPDATE ${table} SET ${set.join(', ')}`;
  const left = columns.map(({ name }) => `${name} IS NULL`).join(' OR ');
  const atOnce = sql(readable(`${change} WHERE ${left}`));
  if (rows === 'left') return ['// Those that came meanwhile: from here on none can.', atOnce];
  return [
    ...filled.map(({ column, isKnown, value = '' }) =>
      isKnown
        ? `// Rows without "${column.name}" get its default.`
        : `// Decide what ${column.name} is in the rows that have none: ${value.replaceAll(/\s+/g, ' ')} only stands for it.`,
    ),
    ...(rows === 'all'
      ? [atOnce]
      : pageByPage(readable(table), { change: readable(change), left: readable(left) })),
  ];
}

/** A plain constant is taken for whatever it has to be. */
function typed(value: string, type: string): string {
  return /^(?:'(?:[^']|'')*'|-?\d+|true|false)$/.test(value) ? value : `(${value})::${type}`;
}

function nothingToPutIn(columns: readonly CatalogObject[]): Problem {
  const names = columns.map(
    (one) => `${[one.schema, one.parent, one.name].join('.')} (${textFact(one, 'type') ?? ''})`,
  );
  return new Problem({
    code: 'draft/nothing-to-put-in',
    what: `${names.join(', ')}: not null from now on and without a default, and no value is known for its type`,
    why: 'rows that have none need one',
    fix: 'give it a default in the schema, or let it be null at first, fill it in a migration of your own, and make it not null then',
  });
}
