import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { textFact } from '../../render/facts.ts';
import { ownerOf, qualified } from '../../render/names.ts';
import { givenName } from '../goals.ts';
import { beforeName, nextName } from './beside.ts';
import type { Beside, PartBeside } from './beside.ts';
import { carry, stopCarrying } from './carried.ts';
import { countOn, countOnBefore, isCounting } from './counting.ts';

/** Gives the columns that were made beside others the names of these, with all that is on them. */
export function exchange(beside: readonly Beside[]): readonly string[] {
  const [next, before] = ['to the next', 'to the one before'] as const;
  return [
    ...beside.flatMap((one) => stopCarrying(one, next)),
    ...renames(beside).map(({ rename, from, to }) => rename(from, to)),
    ...beside.flatMap((one) => [...countOn(one), ...nullable(one, 'DROP'), ...ownDefault(one, 'DROP')]),
    ...beside.flatMap((one) => carry(one, before)),
  ];
}

/** Gives them back. */
export function exchangeBack(beside: readonly Beside[]): readonly string[] {
  const [next, before] = ['to the next', 'to the one before'] as const;
  return [
    ...beside.flatMap((one) => stopCarrying(one, before)),
    ...beside.flatMap(noneLost),
    ...beside.flatMap((one) => [...ownDefault(one, 'SET'), ...nullable(one, 'SET'), ...countOnBefore(one)]),
    ...renames(beside)
      .toReversed()
      .map(({ rename, from, to }) => rename(to, from)),
    ...beside.flatMap((one) => carry(one, next)),
  ];
}

/** Refuses to go back where a row holds a value that the old type has no room for, rather than lose it. */
function noneLost({ live, declared }: Beside): readonly string[] {
  if (live.facts.nullable === false) return [];
  const table = ownerOf(live);
  const name = quoteIdentifier(givenName({ parent: declared.parent, name: beforeName(live.name) }));
  const columns = [beforeName(live.name), live.name].map(quoteIdentifier);
  return [
    `ALTER TABLE ${table} ADD CONSTRAINT ${name} CHECK (${columns[0] ?? ''} IS NOT NULL OR ${columns[1] ?? ''} IS NULL)`,
    `ALTER TABLE ${table} DROP CONSTRAINT ${name}`,
  ];
}

/** Nothing is written there but what comes from the column that took the place. */
function ownDefault({ live }: Beside, verb: 'DROP' | 'SET'): readonly string[] {
  const value = textFact(live, 'default');
  if (value === undefined || isCounting({ live })) return [];
  const column = quoteIdentifier(beforeName(live.name));
  return [
    `ALTER TABLE ${ownerOf(live)} ALTER COLUMN ${column} ${verb} DEFAULT${verb === 'SET' ? ` ${value}` : ''}`,
  ];
}

/** Some values may have no room in the old type; one that is of the primary key holds no null all the same. */
function nullable({ live, primary }: Beside, verb: 'DROP' | 'SET'): readonly string[] {
  if (live.facts.nullable !== false || primary !== undefined) return [];
  return [
    `ALTER TABLE ${ownerOf(live)} ALTER COLUMN ${quoteIdentifier(beforeName(live.name))} ${verb} NOT NULL`,
  ];
}

/** One name that becomes another. */
interface Rename {
  readonly rename: (from: string, to: string) => string;
  readonly from: string;
  readonly to: string;
}

function renames(beside: readonly Beside[]): readonly Rename[] {
  const parts = new Map(beside.flatMap((one) => one.parts.map((part) => [part.declared, part] as const)));
  return [
    ...beside.flatMap(({ live }) =>
      both(
        live.name,
        live.name,
        (from, to) =>
          `ALTER TABLE ${ownerOf(live)} RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`,
      ),
    ),
    ...[...parts.values()].flatMap(partRenames),
  ];
}

function partRenames({ declared, live: there }: PartBeside): readonly Rename[] {
  const { schema, parent } = declared;
  const rename = (from: string, to: string): string =>
    declared.kind === 'index'
      ? `ALTER INDEX ${qualified([schema, from])} RENAME TO ${quoteIdentifier(to)}`
      : `ALTER TABLE ${qualified([schema, parent])} RENAME CONSTRAINT ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`;
  return both(there?.name, there?.name ?? declared.name, rename);
}

/** What is there gives up its name, and what is to take its place gets it. */
function both(there: string | undefined, name: string, rename: Rename['rename']): readonly Rename[] {
  return [
    ...(there === undefined ? [] : [{ rename, from: there, to: beforeName(there) }]),
    { rename, from: nextName(name), to: name },
  ];
}
