import type { Client } from 'pg';
import type { Knex } from 'knex';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { Problem } from '../problem.ts';
import { serverWords } from './server-words.ts';

/** Where Knex keeps what is applied. */
export interface HistoryTable {
  readonly schema: string;
  readonly name: string;
}

/** A row of Knex's history table. */
export interface AppliedMigration {
  readonly name: string;
  readonly batch: number;
  /** Null where the row was written by hand. */
  readonly appliedAt: Date | null;
}

/** The schema that is named, or the first one of the search path that exists, as Knex looks for it. */
const TABLE = `
select place.schema, to_regclass(format('%I.%I', place.schema, $1::text)) is not null as present
from (select coalesce(
  $2,
  (select s.nspname from unnest($3::text[]) with ordinality as path (name, place)
   join pg_namespace s on s.nspname = path.name order by path.place limit 1),
  current_schema())) as place (schema)`;

/** The history table of a configuration, and whether it is there. */
export async function findHistory(
  client: Pick<Client, 'query'>,
  { migrations, searchPath }: Knex.Config,
): Promise<{ readonly table: HistoryTable; readonly isThere: boolean }> {
  const name = migrations?.tableName ?? 'knex_migrations';
  const { rows } = await client.query<{ schema: string | null; present: boolean }>(TABLE, [
    name,
    migrations?.schemaName ?? null,
    searchPath === undefined ? null : [searchPath].flat(),
  ]);
  const { schema, present } = rows[0] ?? { schema: null, present: false };
  return { table: { schema: schema ?? 'public', name }, isThere: present };
}

/** What has been applied, oldest first. Only looks: where there is no history yet, nothing has been applied. */
export async function readHistory(
  client: Pick<Client, 'query'>,
  config: Knex.Config,
): Promise<readonly AppliedMigration[]> {
  const { table, isThere } = await findHistory(client, config);
  return isThere ? await readRows(client, table) : [];
}

/** The rows of a history table that is there. */
export async function readRows(
  client: Pick<Client, 'query'>,
  table: HistoryTable,
): Promise<readonly AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    `select name, batch, migration_time as "appliedAt" from ${tableName(table)} order by id`,
  );
  return rows;
}

/** Makes Knex's two tables where they are not there, as Knex makes them, so that a stock Knex understands them. */
export async function makeHistory(client: Client, table: HistoryTable, isThere: boolean): Promise<void> {
  const lock = tableName({ ...table, name: `${table.name}_lock` });
  const { rows } = await client.query<{ schema: boolean; lock: boolean }>(
    `select to_regnamespace(quote_ident($1)) is not null as schema, to_regclass($2) is not null as lock`,
    [table.schema, lock],
  );
  const found = rows[0] ?? { schema: false, lock: false };
  // What is there is looked for first: "if not exists" asks for the right to make it all the same.
  if (isThere && found.lock) return;
  // One message is one transaction.
  const make = client.query(
    [
      ...(found.schema ? [] : [`create schema ${quoteIdentifier(table.schema)}`]),
      `create table if not exists ${tableName(table)} (
         id serial primary key, name varchar(255), batch integer, migration_time timestamptz)`,
      `create table if not exists ${lock} (index serial primary key, is_locked integer)`,
      `insert into ${lock} (is_locked) select 0 where not exists (select from ${lock})`,
    ].join(';\n'),
  );
  await make.catch((error: unknown) => {
    throw noHistory(error, table, client.user);
  });
}

function noHistory(error: unknown, { schema }: HistoryTable, role: string | undefined): unknown {
  if ((error as { code?: string }).code !== '42501') return error;
  return new Problem({
    code: 'migrations/no-history',
    what: `Knex's table of what is applied cannot be made: ${serverWords(error)}`,
    why: 'no migration has been run',
    fix: `as the owner of the schema: grant usage, create on schema ${quoteIdentifier(schema)} to ${quoteIdentifier(role ?? '')}`,
    cause: error,
  });
}

/** A history table's name for SQL. */
export function tableName({ schema, name }: HistoryTable): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}
