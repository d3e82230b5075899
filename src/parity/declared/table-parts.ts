import { hidden } from './entity.ts';
import type { DeclaredFact, DeclaredKind, DeclaredObject, ObjectName, Origin } from './model.ts';
import { cutName } from './names.ts';
import { nameOfColumn, namespaceOf, tableName } from './reading.ts';
import type { Reading } from './reading.ts';
import type { Column } from './shapes.ts';

/** A table whose parts are read. */
export interface TablePlace {
  readonly schema: string;
  readonly name: string;
  /** As Drizzle has it, before Postgres cuts it. */
  readonly fullName: string;
  readonly exported: string | undefined;
  readonly columns: readonly TableColumn[];
  /** By the names that Drizzle knows them by, which are not yet cased. */
  readonly columnsByName: ReadonlyMap<string, TableColumn>;
  readonly reading: Reading;
}

/** A column and its key in the table. */
export interface TableColumn {
  readonly key: string;
  readonly name: string;
  readonly column: Column;
}

/** The place that a table is for its parts. */
export function tablePlace(table: object, exported: string | undefined, reading: Reading): TablePlace {
  const columns = Object.entries(hidden(table, 'Columns') as Readonly<Record<string, Column>>).map(
    ([key, column]): TableColumn => ({ key, column, name: nameOfColumn(column, reading) }),
  );
  const fullName = hidden(table, 'Name') as string;
  return {
    schema: namespaceOf(hidden(table, 'Schema') as string | undefined, reading),
    name: cutName(fullName),
    fullName,
    exported,
    columns,
    columnsByName: new Map(columns.map((one) => [one.column.name, one])),
    reading,
  };
}

/** The table itself, as other objects refer to it. */
export function ownName({ schema, name }: TablePlace): ObjectName {
  return tableName(schema, name);
}

/** Something that belongs to the table. */
export function part(
  place: TablePlace,
  {
    kind,
    name,
    property,
    facts,
    named = true,
  }: {
    readonly kind: DeclaredKind;
    readonly name: string;
    readonly property: string | undefined;
    readonly facts: Readonly<Record<string, DeclaredFact>>;
    readonly named?: boolean;
  },
): DeclaredObject {
  return {
    kind,
    schema: place.schema,
    parent: place.name,
    name: cutName(name),
    named,
    existing: false,
    facts,
    origin: { exported: place.exported, property },
  };
}

/** Where a part of the table is in the schema. */
export function originOf({ exported }: TablePlace, property: string | undefined): Origin {
  return { exported, property };
}

/**
 * The names of columns that a key or an index of the table is made of; undefined, and a mistake, where one of them is
 * another table's.
 */
export function columnsOfPart(
  place: TablePlace,
  columns: readonly (Column | { readonly name: string; readonly table?: undefined })[],
  what: string,
): readonly string[] | undefined {
  const names = columns.map((column) => {
    const own = place.columnsByName.get(column.name);
    const isOfOther = column.table !== undefined && hidden(column.table, 'Name') !== place.fullName;
    return isOfOther ? undefined : own?.name;
  });
  if (names.length > 0 && names.every((name) => name !== undefined)) return names;
  const strangers = columns.filter((_, index) => names[index] === undefined).map(({ name }) => name);
  place.reading.mistakes.push({
    code: 'parity/key-column',
    what:
      columns.length === 0
        ? `${what} of ${place.schema}.${place.name} has no columns`
        : `${what} of ${place.schema}.${place.name} names ${strangers.join(', ')}, which is no column of it`,
    fix: 'take columns from the parameter of the function, as in (t) => [unique().on(t.email)]',
  });
  return undefined;
}
