import type { Client } from 'pg';
import { quoteIdentifier } from '../postgres/identifier.ts';

/** The lock tables that this role may read: a project may keep its history under any name and in any namespace. */
const LOCKS = `
select n.nspname as schema, c.relname as name
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relname = $1 and c.relkind = 'r' and has_schema_privilege(n.oid, 'USAGE') and has_table_privilege(c.oid, 'SELECT')
order by n.nspname`;

/** Whether Knex has its lock: somebody migrates, or a deploy died and left it behind. */
export async function isBeingMigrated(
  client: Pick<Client, 'query'>,
  tableName = 'knex_migrations',
): Promise<boolean> {
  const { rows: tables } = await client.query<{ schema: string; name: string }>(LOCKS, [`${tableName}_lock`]);
  for (const { schema, name } of tables) {
    const { rows } = await client.query<{ locked: boolean }>(
      `select bool_or(is_locked <> 0) as locked from ${quoteIdentifier(schema)}.${quoteIdentifier(name)}`,
    );
    if (rows[0]?.locked === true) return true;
  }
  return false;
}
