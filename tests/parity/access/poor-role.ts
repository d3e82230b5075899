import type { Client } from 'pg';
import { quoteIdentifier } from '../../../src/postgres/identifier.ts';

/** What a role without temporary objects may do beside connecting. */
export type Rights = 'usage and select' | 'usage' | 'nothing';

const NAMESPACES = `
  select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1`;

/**
 * Becomes a role that may make nothing, not even temporary objects, inside a transaction: when that is rolled back, or
 * a savepoint before it, the role is gone.
 */
export async function becomePoor(client: Client, rights: Rights): Promise<string> {
  const role = `${client.database ?? ''}_poor`;
  await client.query('reset role');
  await client.query(`
    create role ${role};
    revoke temporary on database ${client.database ?? ''} from public;
    revoke all on schema public from public`);
  if (rights !== 'nothing') {
    const { rows } = await client.query<{ name: string }>(NAMESPACES);
    for (const name of rows.map((row) => quoteIdentifier(row.name))) {
      await client.query(`grant usage on schema ${name} to ${role}`);
      if (rights === 'usage and select')
        await client.query(`grant select on all tables in schema ${name} to ${role}`);
    }
  }
  await client.query(`set local role ${role}`);
  return role;
}
