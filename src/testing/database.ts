import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { Problem } from '../problem.ts';
import type { Maintenance } from './maintenance.ts';

/** A program that is connected to a database. */
export interface OpenConnection {
  readonly application: string;
  readonly count: number;
}

const CONNECTED = `
  select coalesce(nullif(application_name, ''), 'without application_name') as application, count(*)::int as count
    from pg_stat_activity
   where datname = $1 and coalesce(backend_type, 'client backend') = 'client backend'
   group by 1
   order by 1`;

/**
 * A connection that was closed is gone from the server a moment later: so often is looked, with a pause between. On a busy
 * machine the moment may be a second, and only who really leaves some open waits for all of them.
 */
const LOOKS = 200;
const PAUSE_MS = 10;

/** Clones a database. */
export async function cloneDatabase(
  { client, strategy, user }: Maintenance,
  { name, template }: { readonly name: string; readonly template: string },
): Promise<void> {
  try {
    await client.query(
      `create database ${quoteIdentifier(name)} template ${quoteIdentifier(template)} strategy ${strategy}`,
    );
  } catch (cause) {
    if ((cause as { code?: string }).code !== '42501') throw cause;
    throw new Problem({
      code: 'testing/may-not-create',
      what: `the user ${user} may not create databases on ${client.host}:${client.port}`,
      why: 'each test file gets a database of its own',
      fix: `alter role ${quoteIdentifier(user)} createdb, or give another user in TEST_DATABASE_URL`,
      cause,
    });
  }
}

/** Drops a database whoever is connected to it; one that is gone already is no error. */
export async function dropDatabase(client: Client, name: string): Promise<void> {
  await client.query(`drop database if exists ${quoteIdentifier(name)} with (force)`);
}

/** Drops a template, or what was to become one. */
export async function dropTemplate(client: Client, name: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
  if (rowCount === 0) return;
  await client.query(`alter database ${quoteIdentifier(name)} with is_template false`);
  await dropDatabase(client, name);
}

/** Who is connected to a database and stays. */
export async function readOpenConnections(client: Client, name: string): Promise<readonly OpenConnection[]> {
  // Counted, since a test may have stopped the clock.
  for (let look = 1; ; look += 1) {
    const { rows } = await client.query<OpenConnection>(CONNECTED, [name]);
    if (rows.length === 0 || look === LOOKS) return rows;
    await sleep(PAUSE_MS);
  }
}
