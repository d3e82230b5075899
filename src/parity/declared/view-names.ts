import { hidden, isEntity } from './entity.ts';
import { nameOfColumn } from './reading.ts';
import type { Reading } from './reading.ts';
import type { Column, SqlObject, ViewConfig } from './shapes.ts';

/**
 * The query of a view with the names that its columns have in the database. Up to 0.45 Drizzle writes the keys of
 * columns into a query of one table before it could know of a casing. Only such names are exchanged: of columns that
 * the view selects, where nothing else could be meant.
 */
export function withColumnNames(
  { query, name: view, schema }: ViewConfig & { readonly query: SqlObject },
  fields: readonly unknown[],
  reading: Reading,
): SqlObject {
  if (reading.casing === undefined) return query;
  // Columns of the view's own go with a query that a person wrote.
  const columns = fields
    .flatMap(columnsIn)
    .filter(({ table }) => hidden(table, 'Name') !== view || hidden(table, 'Schema') !== schema);
  const names = new Map<string, string>();
  for (const column of columns) {
    const name = nameOfColumn(column, reading);
    if (column.keyAsName && name !== column.name) names.set(column.name, name);
  }
  const others = new Set([
    ...fields.map(aliasOf),
    ...columns
      .flatMap(({ table }) => Object.values(columnsOf(table)))
      .map((one) => nameOfColumn(one, reading)),
  ]);
  for (const key of names.keys()) if (others.has(key)) names.delete(key);
  return names.size === 0 ? query : renamed(query, names);
}

/** The columns that a field is, or is made of. */
function columnsIn(field: unknown): readonly Column[] {
  if (isEntity(field, 'Column')) return [field as Column];
  const { sql } = field as { readonly sql?: unknown };
  const chunks = isEntity(field, 'SQL') ? field : isEntity(field, 'SQL.Aliased') ? sql : undefined;
  if (chunks === undefined) return [];
  return (chunks as SqlObject).queryChunks.filter((chunk) => isEntity(chunk, 'Column')) as Column[];
}

function columnsOf(table: unknown): Readonly<Record<string, Column>> {
  if (typeof table !== 'object' || table === null || !isEntity(table, 'PgTable')) return {};
  return (hidden(table, 'Columns') ?? {}) as Readonly<Record<string, Column>>;
}

function aliasOf(field: unknown): unknown {
  return (field as { readonly fieldAlias?: unknown }).fieldAlias;
}

function renamed(sql: SqlObject, names: ReadonlyMap<string, string>): SqlObject {
  const chunks = sql.queryChunks.map((chunk) => {
    if (isEntity(chunk, 'SQL')) return renamed(chunk as SqlObject, names);
    if (!isEntity(chunk, 'Name')) return chunk;
    const name = names.get((chunk as { readonly value: string }).value);
    return name === undefined
      ? chunk
      : (Object.create(chunk as object, { value: { value: name } }) as object);
  });
  return Object.create(sql, { queryChunks: { value: chunks } }) as SqlObject;
}
