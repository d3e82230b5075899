import type { Client } from 'pg';
import { quoteIdentifier } from './identifier.ts';

/** What `alter database … set` gave a database. Kept outside of the database: no clone inherits it. */
export interface DatabaseSetting {
  readonly name: string;
  readonly value: string;
  /** The role for which it counts; null for all. */
  readonly role: string | null;
}

const READ = `
  select split_part(entry, '=', 1) as name, substr(entry, strpos(entry, '=') + 1) as value,
         case when setrole <> 0 then pg_get_userbyid(setrole) end as role
    from pg_db_role_setting, unnest(setconfig) with ordinality as config(entry, position)
   where setdatabase = (select oid from pg_database where datname = $1)
   order by setrole, position`;

/** What a database has of them. */
export async function readDatabaseSettings(
  client: Client,
  database: string,
): Promise<readonly DatabaseSetting[]> {
  return (await client.query<DatabaseSetting>(READ, [database])).rows;
}

/** Gives one to another database, exactly as it is: a list stays one, whatever its elements hold. */
export async function applyDatabaseSetting(
  client: Client,
  database: string,
  { name, value, role }: DatabaseSetting,
): Promise<void> {
  const target = quoteIdentifier(database);
  const object = role === null ? `database ${target}` : `role ${quoteIdentifier(role)} in database ${target}`;
  const setting = name.split('.').map(quoteIdentifier).join('.');
  await client.query('begin');
  try {
    // "From current", since a list such as a search_path cannot be written as one literal.
    await client.query('select set_config($1, $2, true)', [name, value]);
    await client.query(`alter ${object} set ${setting} from current`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
