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

/** The schemas in which the history may be, as far as they exist, in the order in which they count. */
const PLACES = `
select n.nspname as schema,
  exists (select from pg_class c
    where c.relnamespace = n.oid and c.relname = $1 and c.relkind in ('r', 'p')) as present,
  exists (select from pg_class c where c.relnamespace = n.oid and c.relname = $1 || '_lock') as locks,
  to_regclass('keelson.kept') is not null as records,
  coalesce(has_table_privilege(to_regclass('keelson.kept'), 'select'), false) as readable
from unnest(coalesce($2::text[], nullif(current_schemas(false)::text[], '{}'), '{public}')) with ordinality as path (name, place)
join pg_namespace n on n.nspname = case path.name when '$user' then current_user else path.name end
where $3 or has_schema_privilege(n.oid, 'usage')
order by path.place`;

interface Place {
  readonly schema: string;
  readonly present: boolean;
  readonly locks: boolean;
  readonly records: boolean;
  readonly readable: boolean;
}

/** What of a history is there. */
export interface FoundHistory {
  readonly table: HistoryTable;
  readonly isThere: boolean;
  /** Whether Knex's lock is there too. */
  readonly hasLock: boolean;
  /** Whether all tables of our records are. */
  readonly hasRecords: boolean;
  /** Whether this role may read them. */
  readonly mayReadRecords: boolean;
}

/**
 * The history table of a configuration, and whether it is there: in the schema that is named, or in the first one of
 * the search path that exists, as Knex looks for it.
 */
export async function findHistory(
  client: Pick<Client, 'query'>,
  { migrations, searchPath }: Knex.Config,
): Promise<FoundHistory> {
  const name = migrations?.tableName ?? 'knex_migrations';
  const named = migrations?.schemaName;
  const path = named !== undefined ? [named] : searchPath === undefined ? undefined : [searchPath].flat();
  const { rows: places } = await client.query<Place>(PLACES, [name, path ?? null, named !== undefined]);
  const first = places[0];
  // Of a path of which nothing exists yet, the first schema is made, as one that is named is.
  if (first === undefined) {
    const schema = path?.find((one) => one !== '$user') ?? 'public';
    return {
      table: { schema, name },
      isThere: false,
      hasLock: false,
      hasRecords: false,
      mayReadRecords: false,
    };
  }
  const other = places.find(({ present }) => present);
  if (!first.present && other !== undefined) throw twoPlaces(first.schema, { schema: other.schema, name });
  const { schema, present, locks, records, readable } = first;
  return {
    table: { schema, name },
    isThere: present,
    hasLock: locks,
    hasRecords: records,
    mayReadRecords: readable,
  };
}

/** Knex would take the first one, and run every migration again in it. */
function twoPlaces(first: string, there: HistoryTable): Problem {
  return new Problem({
    code: 'migrations/which-history',
    what: `the first schema of the search path is ${first}, and what is applied is recorded in another one, in ${tableName(there)}`,
    why: `every migration would run again, in ${first}; or those of ${there.schema} belong to somebody else, and none has been run`,
    fix: `say in the knexfile which it is: migrations: { schemaName: '${there.schema}' }, or '${first}' for a history of its own`,
  });
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
export async function makeHistory(client: Client, table: HistoryTable): Promise<void> {
  const lock = tableName({ ...table, name: `${table.name}_lock` });
  const { rows } = await client.query<{ schema: boolean }>(
    'select to_regnamespace(quote_ident($1)) is not null as schema',
    [table.schema],
  );
  // One message is one transaction.
  const make = client.query(
    [
      ...(rows[0]?.schema === true ? [] : [`create schema ${quoteIdentifier(table.schema)}`]),
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
