import type { Client } from 'pg';
import { quoteIdentifier } from '../../postgres/identifier.ts';

/** Whom a migration has made the session. */
export interface Role {
  readonly session: string;
  readonly role: string;
}

const WHO = `select session_user::text as session, current_setting('role') as role`;

/**
 * Makes the session the deploy's again up to the end of the transaction, when it is by itself what the migration made
 * it. Tells what that was.
 */
export async function becomeDeploy(client: Client): Promise<Role | undefined> {
  const [who] = (await client.query<Role>(WHO)).rows;
  if (who === undefined || (who.role === 'none' && who.session === client.user)) return undefined;
  await client.query(
    who.session === client.user
      ? 'set local role none'
      : 'set local session authorization default; set local role none',
  );
  return who;
}

/** Makes it the migration's again within the same transaction. */
export async function becomeMigration(client: Client, { session, role }: Role): Promise<void> {
  const other = role === 'none' ? 'none' : quoteIdentifier(role);
  await client.query(
    session === client.user
      ? `set local role ${other}`
      : `set local session authorization ${quoteIdentifier(session)}; set local role ${other}`,
  );
}
