import { is, type SQL } from 'drizzle-orm';
import {
  type AnyPgColumn,
  type ForeignKey,
  getTableConfig,
  type Index,
  PgDialect,
  PgTable,
} from 'drizzle-orm/pg-core';
import * as schema from '../../src/lib/db/schema/index.ts';

/** Every table that the schema declares. */
export const tables: readonly PgTable[] = Object.values(schema).filter((entry) => is(entry, PgTable));

/** The statements that build the declared tables: what the Drizzle schema says, said to Postgres. */
export function declaredStatements(): string[] {
  return [
    ...tables.map(createTable),
    ...tables.flatMap((table) => getTableConfig(table).indexes.map(createIndex)),
    // Last, when every table that a key leads to is there.
    ...tables.flatMap((table) => getTableConfig(table).foreignKeys.map(addForeignKey)),
  ];
}

function createTable(table: PgTable): string {
  const config = getTableConfig(table);
  const parts = [
    ...config.columns.map(column),
    ...config.columns
      .filter((each) => each.isUnique)
      .map((each) => `constraint ${quote(each.uniqueName)} unique (${quote(each.name)})`),
    ...config.primaryKeys.map(
      (key) => `constraint ${quote(key.getName())} primary key ${names(key.columns)}`,
    ),
    ...config.uniqueConstraints.map((key) => `constraint ${quote(key.name)} unique ${names(key.columns)}`),
    ...config.checks.map((each) => `constraint ${quote(each.name)} check (${render(each.value)})`),
  ];
  return `create table ${qualified(table)} (${parts.join(', ')})`;
}

function column(each: AnyPgColumn): string {
  const parts = [quote(each.name), each.getSQLType()];
  if (each.notNull) parts.push('not null');
  if (each.default !== undefined) parts.push(`default ${literal(each.default)}`);
  if (each.primary) parts.push('primary key');
  return parts.join(' ');
}

function createIndex({ config }: Index): string {
  const keys = config.columns.map((key) => {
    if ('queryChunks' in key) return render(key as SQL, 'indexes');
    const { name, indexConfig } = key as { name: string; indexConfig?: { order?: string; nulls?: string } };
    return `${quote(name)} ${indexConfig?.order ?? 'asc'} nulls ${indexConfig?.nulls ?? 'last'}`;
  });
  const where = config.where === undefined ? '' : ` where ${render(config.where)}`;
  const kind = config.unique ? 'unique index' : 'index';
  return `create ${kind} ${quote(config.name)} on ${qualified(config.table)} (${keys.join(', ')})${where}`;
}

function addForeignKey(key: ForeignKey): string {
  const { name, columns, foreignTable, foreignColumns } = key.reference();
  return (
    `alter table ${qualified(key.table)} add constraint ${quote(name)} foreign key ${names(columns)} ` +
    `references ${qualified(foreignTable)} ${names(foreignColumns)} ` +
    `on delete ${key.onDelete ?? 'no action'} on update ${key.onUpdate ?? 'no action'}`
  );
}

function render(value: SQL, source?: 'indexes'): string {
  const query = new PgDialect().sqlToQuery(value, source);
  if (query.params.length > 0) throw new Error(`a parameter in a declaration: ${query.sql}`);
  return query.sql;
}

function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return render(value as SQL);
}

function qualified(table: PgTable): string {
  const { schema: namespace, name } = getTableConfig(table);
  return `${quote(namespace)}.${quote(name)}`;
}

function names(columns: readonly { readonly name: string }[]): string {
  return `(${columns.map((each) => quote(each.name)).join(', ')})`;
}

function quote(name: string | undefined): string {
  if (name === undefined) throw new Error('something is declared without a name');
  return `"${name}"`;
}
