import type { Client } from 'pg';
import { Problem } from '../problem.ts';
import { withClient } from './client.ts';
import { quoteIdentifier } from './identifier.ts';
import { describeConnection, withSettings } from './settings.ts';
import type { ConnectionSettings } from './settings.ts';

/** Makes the database when it is not there; tells whether it did. */
export async function ensureDatabase(settings: ConnectionSettings): Promise<boolean> {
  try {
    // Asked of the database itself: not every role may look into another one.
    await withClient(settings, () => Promise.resolve());
    return false;
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'connection/no-database') throw error;
  }
  await onServer(settings, async (client) => {
    await client.query(`create database ${quoteIdentifier(settings.database)}`);
  });
  return true;
}

/** Connects to a database that every server has, since one cannot make or drop the database one is in. */
export async function onServer<Result>(
  settings: ConnectionSettings,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const maintenance = settings.database === 'postgres' ? 'template1' : 'postgres';
  try {
    return await withClient(withSettings(settings, { database: maintenance }), use);
  } catch (error) {
    if (!(error instanceof Error) || (error as { code?: string }).code !== '42501') throw error;
    throw new Problem({
      code: 'database/not-allowed',
      what: `${describeConnection(settings)}: ${error.message}`,
      fix: `make the database as a role that may (create database), or give this one the right: alter role ${quoteIdentifier(settings.user)} createdb`,
      cause: error,
    });
  }
}

/** A table and how many rows it has. */
export interface TableCount {
  readonly schema: string;
  readonly name: string;
  /** Undefined where the role may not see all of them. */
  readonly rows: number | undefined;
}

/** Every table that people made, with its rows counted; extensions' own are left out. */
export async function countRows(client: Client): Promise<readonly TableCount[]> {
  const { rows: tables } = await client.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition
       and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     order by n.nspname, c.relname`,
  );
  const counts: TableCount[] = [];
  // A policy that hides rows is an error then, instead of a smaller number.
  await client.query('set row_security = off');
  for (const { schema, name } of tables) {
    counts.push({
      schema,
      name,
      rows: await countIn(client, `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`),
    });
  }
  return counts;
}

async function countIn(client: Client, table: string): Promise<number | undefined> {
  try {
    const { rows } = await client.query<{ count: string }>(`select count(*) as count from ${table}`);
    return Number(rows[0]?.count);
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return undefined;
    throw error;
  }
}

/** Whether people have made anything in the database: a schema, a table, a type or a function. */
export async function isEmptyDatabase(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ empty: boolean }>(
    `with ours as (
       select oid, nspname from pg_namespace n
       where nspname <> 'information_schema' and nspname !~ '^pg_'
         and not exists (select from pg_depend d where d.classid = 'pg_namespace'::regclass and d.objid = n.oid and d.deptype = 'e')
     ), made(classid, objid) as (
       select 'pg_class'::regclass, oid from pg_class where relnamespace in (select oid from ours)
       union all select 'pg_proc'::regclass, oid from pg_proc where pronamespace in (select oid from ours)
       union all select 'pg_type'::regclass, oid from pg_type where typnamespace in (select oid from ours)
     )
     select not exists (select from ours where nspname <> 'public')
        and not exists (
          select from made m where not exists (
            select from pg_depend d where d.classid = m.classid and d.objid = m.objid and d.deptype = 'e')
        ) as empty`,
  );
  return rows[0]?.empty === true;
}
