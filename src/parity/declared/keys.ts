import type { DeclaredObject } from './model.ts';
import { primaryKeyName } from './names.ts';
import { expressionOf, placeOf } from './reading.ts';
import type { CheckBuilder, Column, PrimaryKeyBuilder, UniqueBuilder } from './shapes.ts';
import { columnsOfPart, originOf, ownName, part } from './table-parts.ts';
import type { TableColumn, TablePlace } from './table-parts.ts';

/** What Drizzle has no words for, and what is true of every key that it declares. */
const PLAIN = { include: [], deferrable: false, deferred: false, withoutOverlaps: false } as const;

/** `primaryKey({ columns })`. */
export function readPrimaryKey(
  { columns, name }: PrimaryKeyBuilder,
  property: string | undefined,
  place: TablePlace,
): DeclaredObject | undefined {
  const names = columnsOfPart(place, columns, 'the primary key');
  if (names === undefined) return undefined;
  return part(place, {
    kind: 'primary key',
    name: nameOr(name, `${place.fullName}_${names.join('_')}_pk`),
    named: isGiven(name),
    property,
    facts: { columns: { columnsOf: ownName(place), names }, ...PLAIN },
  });
}

/** `.primaryKey()`: Drizzle leaves the name to Postgres. */
export function readColumnKey({ key, name }: TableColumn, place: TablePlace): DeclaredObject {
  return part(place, {
    kind: 'primary key',
    name: primaryKeyName(place.fullName),
    named: false,
    property: key,
    facts: { columns: { columnsOf: ownName(place), names: [name] }, ...PLAIN },
  });
}

/** `unique().on()`. */
export function readUnique(
  { columns, name, nullsNotDistinctConfig = false }: UniqueBuilder,
  property: string | undefined,
  place: TablePlace,
): DeclaredObject | undefined {
  const names = columnsOfPart(place, columns, 'a unique constraint');
  if (names === undefined) return undefined;
  // Of keys as they are written: Drizzle cases columns, but not in these names.
  const own = `${place.fullName}_${columns.map((column) => column.name).join('_')}_unique`;
  return part(place, {
    kind: 'unique',
    name: nameOr(name, own),
    named: isGiven(name),
    property,
    facts: {
      columns: { columnsOf: ownName(place), names },
      ...PLAIN,
      nullsNotDistinct: nullsNotDistinctConfig,
    },
  });
}

/** `.unique()`. */
export function readColumnUnique({ key, name, column }: TableColumn, place: TablePlace): DeclaredObject {
  const own = `${place.fullName}_${column.name}_unique`;
  const given = isGiven(column.uniqueName) ? column.uniqueName : own;
  const named = !isMadeUp(given, own, column, place);
  return part(place, {
    kind: 'unique',
    name: named ? given : own,
    named,
    property: key,
    facts: {
      columns: { columnsOf: ownName(place), names: [name] },
      ...PLAIN,
      nullsNotDistinct: column.uniqueType === 'not distinct',
    },
  });
}

/**
 * Before 1.0 every column has a name for it. Drizzle makes it up of the first table that a builder stands in, and
 * keeps it for those that share the builder.
 */
function isMadeUp(name: string, own: string, column: Column, { reading }: TablePlace): boolean {
  if (name === own) return true;
  const tables = column.config === undefined ? undefined : reading.sharedBuilders.get(column.config);
  return [...(tables ?? [])].some((table) => name === `${table}_${column.name}_unique`);
}

/** `check()`. */
export function readCheck(
  { name, value }: CheckBuilder,
  property: string | undefined,
  place: TablePlace,
): DeclaredObject | undefined {
  const expression = expressionOf(value, {
    sees: 'columns',
    place: `the check ${name} of ${placeOf(originOf(place, undefined))}`,
    reading: place.reading,
    raw: true,
  });
  if (expression === undefined) return undefined;
  return part(place, {
    kind: 'check',
    name,
    property,
    facts: { expression, noInherit: false, validated: true, enforced: true },
  });
}

/** Whether somebody chose a name; Drizzle takes an empty one for none. */
export function isGiven(name: string | undefined): name is string {
  return name !== undefined && name !== '';
}

/** The chosen name, or the one that Drizzle makes up. */
export function nameOr(name: string | undefined, own: string): string {
  return isGiven(name) ? name : own;
}
