import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { Problem } from '../problem.ts';
import { onServer } from './database.ts';
import { quoteIdentifier } from './identifier.ts';
import { describeConnection, withSettings } from './settings.ts';
import type { ConnectionSettings } from './settings.ts';

/** Databases that nobody uses, with the time of their making in their names. */
const LEFT = `
select datname as name from pg_database d
where datname ~ '^keelson_scratch_[0-9]{10}_[0-9a-f]{12}$' and datname < $1
  and not exists (select from pg_stat_activity a where a.datid = d.oid)
order by datname`;

/** A run that was killed leaves its databases; after a day they are nobody's. */
const A_DAY_IN_SECONDS = 86_400;

/** Makes a database of its own: a copy of another one of these, or an empty one. */
export type MakeScratch = (template?: ConnectionSettings) => Promise<ConnectionSettings>;

/** Runs `use` with databases on a server on which anything may be done; none of them is left afterwards. */
export async function withScratchDatabases<Result>(
  server: ConnectionSettings,
  use: (make: MakeScratch) => Promise<Result>,
): Promise<Result> {
  return await onServer(server, async (client) => {
    await dropLeft(client);
    const made: string[] = [];
    try {
      return await use(async (template) => {
        const name = newName();
        // Before it is there: whatever else fails meanwhile, it is dropped too.
        made.push(name);
        await create(client, server, { name, template: template?.database ?? 'template0' });
        return withSettings(server, { database: name });
      });
    } finally {
      for (const name of made)
        await client.query(`drop database if exists ${quoteIdentifier(name)} with (force)`);
    }
  });
}

function newName(): string {
  const seconds = String(Math.floor(Date.now() / 1000)).padStart(10, '0');
  return `keelson_scratch_${seconds}_${randomBytes(6).toString('hex')}`;
}

async function create(
  client: Client,
  server: ConnectionSettings,
  { name, template }: { readonly name: string; readonly template: string },
): Promise<void> {
  try {
    await client.query(`create database ${quoteIdentifier(name)} template ${quoteIdentifier(template)}`);
  } catch (cause) {
    if ((cause as { code?: string }).code !== '42501') throw cause;
    throw new Problem({
      code: 'database/no-scratch',
      what: `${describeConnection(server)}: ${server.user} may not create databases there`,
      why: 'what is planned is tried out first, up and down, on a database that is thrown away',
      fix: `name another server of the same version for it (--server postgres://…; in a program: server), or give the role the right: alter role ${quoteIdentifier(server.user)} createdb`,
      cause,
    });
  }
}

async function dropLeft(client: Client): Promise<void> {
  const before = String(Math.floor(Date.now() / 1000) - A_DAY_IN_SECONDS).padStart(10, '0');
  const { rows } = await client.query<{ name: string }>(LEFT, [`keelson_scratch_${before}`]);
  for (const { name } of rows) {
    try {
      await client.query(`drop database if exists ${quoteIdentifier(name)}`);
    } catch (error) {
      // Another role's, or in use again by now.
      if (!['42501', '55006'].includes((error as { code?: string }).code ?? '')) throw error;
    }
  }
}
