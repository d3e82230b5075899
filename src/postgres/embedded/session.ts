import { Client } from 'pg';
import { Problem } from '../../problem.ts';
import { GONE_BY_WORDS } from '../connection-lost.ts';
import { pgConfigWith } from '../pg-config.ts';
import { connectionSettings, NO_TIMEOUTS } from '../settings.ts';
import type { EmbeddedAddress } from './state.ts';

/** Under this name the watchdog is seen in pg_stat_activity. */
export const WATCHDOG_NAME = 'keelson: stops the server when idle';
/** The advisory lock by which a start and the watchdog agree whether the server stays: shared by who needs it. */
export const STAY_LOCK = 7_310_042_001;

const FACTS = `
  select current_setting('data_directory') as data_directory,
         current_setting('server_version') as version,
         exists (select from pg_catalog.pg_database where datname = $1) as has_database,
         exists (select from pg_catalog.pg_stat_activity where application_name = $2) as is_watched,
         pg_try_advisory_lock_shared($3) as stays`;

/** What a server that accepts our password says of itself. */
export interface ServerFacts {
  readonly dataDirectory: string;
  readonly version: string;
  readonly isWatched: boolean;
}

interface Row {
  readonly data_directory: string;
  readonly version: string;
  readonly has_database: boolean;
  readonly is_watched: boolean;
  readonly stays: boolean;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** Starting up, shutting down, crash recovery, every connection taken: it may well answer a moment later. */
const PASSING = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53300',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);
const TOOK_TOO_LONG = 'timeout expired';
const REFUSED = new Set(['28P01', '28000']);

/** Asks the server, and makes the database when it is missing. Undefined when it does not answer, or is about to stop. */
export async function askServer(address: EmbeddedAddress, home: string): Promise<ServerFacts | undefined> {
  const { database } = address;
  const settings = connectionSettings({
    ...address,
    // Always there, and nobody clones it: a connection to template1 would be in the way of CREATE DATABASE.
    database: 'postgres',
    tls: { mode: 'disable', negotiation: 'postgres' },
    timeouts: { ...NO_TIMEOUTS, connect: CONNECT_TIMEOUT_MS },
    // Given, so that PGOPTIONS of the user's environment does not count.
    options: '-c search_path=pg_catalog',
  });
  const client = new Client(pgConfigWith(settings, false));
  // A server that goes away says so twice; once is enough.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Row>(FACTS, [database, WATCHDOG_NAME, STAY_LOCK]);
    const row = rows[0];
    if (row?.stays !== true) return undefined;
    if (!row.has_database) await createDatabase(client, database);
    return {
      dataDirectory: row.data_directory,
      version: row.version.split(' ')[0] ?? row.version,
      isWatched: row.is_watched,
    };
  } catch (error) {
    const { code = '', message = '' } = error as { code?: string; message?: string };
    if (PASSING.has(code) || GONE_BY_WORDS.test(message) || message === TOOK_TOO_LONG) return undefined;
    throw REFUSED.has(code) ? passwordRefused(address, home, error) : refused(address, message, error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(client: Client, database: string): Promise<void> {
  try {
    // template0: nobody can be connected to it, and a connection to the template would fail this.
    await client.query(`create database ${client.escapeIdentifier(database)} template template0`);
  } catch (error) {
    // Another process makes it at the same time.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  }
}

function passwordRefused({ user, host, port }: EmbeddedAddress, home: string, cause: unknown): Problem {
  return new Problem({
    code: 'embedded/password-refused',
    what: `embedded PostgreSQL: the server at ${host}:${port} refuses the password of ${user} that ${home} holds`,
    why: 'the password was changed in the database, or server.json was exchanged',
    fix: `put the password in server.json, or stop the server, remove ${home} and start again for a new and empty database`,
    cause,
  });
}

function refused({ host, port }: EmbeddedAddress, message: string, cause: unknown): Problem {
  return new Problem({
    code: 'embedded/not-answering',
    what: `embedded PostgreSQL: the server at ${host}:${port} runs but refuses: ${message || 'it does not say why'}`,
    fix: 'remove the cause named above and start again; or set DATABASE_URL to a server that you run yourself',
    cause,
  });
}
