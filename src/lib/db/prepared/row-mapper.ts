import { Column, SQL, Subquery, getTableName, is, noopDecoder } from 'drizzle-orm';
import type { DriverValueDecoder } from 'drizzle-orm';

/** A column of a result as Drizzle plans it: where its value stands in the row, and what reads it. */
export interface Field {
  readonly path: readonly string[];
  readonly field: unknown;
}

type Row = Record<string, unknown>;
type Decode = (value: unknown) => unknown;

/**
 * Makes of the values of a row what Drizzle makes of it. What can be known of the columns is found out once, and not
 * again for each value of each row, which is most of what a row costs in Drizzle.
 */
export function rowMapper(
  fields: readonly Field[],
  /** By table, whether the joins leave it there; undefined where nothing is joined. */
  joins: Readonly<Record<string, boolean>> | undefined,
): (values: readonly unknown[]) => Row {
  const places = placesOf(fields);
  const absences = joins === undefined ? [] : absencesIn(fields, joins);
  return (values) => {
    const row: Row = {};
    let [object, above] = [row, TOP];
    for (const place of places) {
      if (place.above !== above) {
        above = place.above;
        object = above.reduce((inner, step) => (inner[step] ??= {}) as Row, row);
      }
      const value = values[place.index];
      object[place.name] = value === null || place.decode === undefined ? value : place.decode(value);
    }
    for (const absence of absences)
      if ((row[absence.object] as Row)[absence.name] === null) row[absence.object] = null;
    return row;
  };
}

/** The way to the row itself. */
const TOP: readonly string[] = [];

interface FieldPlace {
  readonly index: number;
  /** The way to the object that it is in: the same array for all that are in one. */
  readonly above: readonly string[];
  readonly name: string;
  readonly decode: Decode | undefined;
}

function placesOf(fields: readonly Field[]): readonly FieldPlace[] {
  const ways = new Map([['', TOP]]);
  return fields.map(({ path, field }, index) => {
    const above = path.slice(0, -1);
    const way = ways.get(above.join('\0')) ?? above;
    ways.set(above.join('\0'), way);
    return { index, above: way, name: path.at(-1) ?? '', decode: decoderOf(field) };
  });
}

const AS_IT_IS: ReadonlySet<unknown> = new Set([Column.prototype, noopDecoder].map(methodOf));

function methodOf(decoder: { readonly mapFromDriverValue: unknown }): unknown {
  return decoder.mapFromDriverValue;
}

/** What reads a value; undefined where it stays as it is. */
function decoderOf(field: unknown): Decode | undefined {
  const decoder = is(field, Column) ? field : decoderOfSql(field);
  // Columns that change nothing have the method of all columns.
  if (AS_IT_IS.has(methodOf(decoder))) return undefined;
  return (value) => decoder.mapFromDriverValue(value);
}

function decoderOfSql(field: unknown): DriverValueDecoder<unknown, unknown> {
  if (is(field, SQL)) return decoderIn(field);
  const { sql } = (is(field, Subquery) ? field._ : field) as { readonly sql: SQL };
  return decoderIn(sql);
}

function decoderIn(sql: SQL): DriverValueDecoder<unknown, unknown> {
  // It is no part of Drizzle's types, but of what its own rows are read with.
  return (sql as unknown as { readonly decoder: DriverValueDecoder<unknown, unknown> }).decoder;
}

/** Objects of tables that a join may not find, each with the column by which Drizzle tells that it did not: its first. */
function absencesIn(
  fields: readonly Field[],
  joins: Readonly<Record<string, boolean>>,
): readonly { readonly object: string; readonly name: string }[] {
  const objects = new Map<string, { readonly name: string; readonly tables: Set<string> }>();
  for (const { path, field } of fields) {
    const [object, name] = path;
    if (path.length !== 2 || object === undefined || name === undefined || !is(field, Column)) continue;
    const known = objects.get(object) ?? { name, tables: new Set() };
    known.tables.add(getTableName(field.table));
    objects.set(object, known);
  }
  return [...objects].flatMap(([object, { name, tables }]) =>
    tables.size === 1 && [...tables].every((table) => joins[table] !== true) ? [{ object, name }] : [],
  );
}
