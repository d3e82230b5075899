import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import knex from 'knex';
import type { Knex } from 'knex';
import { connect } from '../../src/postgres/client.ts';
import { explainConnectionError } from '../../src/postgres/connection-error.ts';
import { pgConfig } from '../../src/postgres/pg-config.ts';
import { LazyPool } from '../../src/postgres/pool.ts';
import type { ConnectionSettings } from '../../src/postgres/settings.ts';

/** What the server itself says of the session that asks. */
const IS_ENCRYPTED = 'select ssl from pg_stat_ssl where pid = pg_backend_pid()';

interface Row {
  readonly ssl: boolean;
}
const kind = ({ ssl }: Row): string => (ssl ? 'encrypted' : 'plain');

async function byClient(settings: ConnectionSettings): Promise<string> {
  const client = await connect(settings);
  try {
    const { rows } = await client.query<Row>(IS_ENCRYPTED);
    return kind(rows[0] ?? { ssl: false });
  } finally {
    await client.end();
  }
}

async function byPool(settings: ConnectionSettings): Promise<string> {
  const pool = new LazyPool({ settings });
  try {
    const { rows } = await pool.query<Row>(IS_ENCRYPTED);
    return kind(rows[0] ?? { ssl: false });
  } finally {
    await pool.end();
  }
}

async function byKnex(settings: ConnectionSettings): Promise<string> {
  const instance = knex({
    client: 'pg',
    connection: async () => (await pgConfig(settings)) as Knex.PgConnectionConfig,
    pool: { min: 0, max: 1 },
    log: { warn: () => undefined },
  });
  try {
    const { rows } = await instance.raw<{ rows: Row[] }>(IS_ENCRYPTED);
    return kind(rows[0] ?? { ssl: false });
  } catch (error) {
    throw explainConnectionError(error, settings);
  } finally {
    await instance.destroy();
  }
}

async function outcome(attempt: Promise<string>): Promise<string> {
  return await attempt.catch((error: unknown) => {
    const { code } = error as { code?: string };
    return code ?? String(error);
  });
}

/** How an attempt ends for each of those who connect: plain, encrypted, or the code of a failure. */
export async function outcomes(
  settings: ConnectionSettings,
): Promise<Record<'client' | 'pool' | 'knex', string>> {
  return {
    client: await outcome(byClient(settings)),
    pool: await outcome(byPool(settings)),
    knex: await outcome(byKnex(settings)),
  };
}

/** The same from each of them. */
export function each(expected: string): Record<'client' | 'pool' | 'knex', string> {
  return { client: expected, pool: expected, knex: expected };
}

/** How it ends for libpq: plain, encrypted, or refused. */
export async function outcomeOfPsql(
  args: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('psql', ['-XAtw', ...args, '-c', IS_ENCRYPTED], {
      env: { PATH: process.env.PATH, LC_ALL: 'C', ...variables },
    });
    return stdout.trim() === 't' ? 'encrypted' : 'plain';
  } catch {
    return 'refused';
  }
}
