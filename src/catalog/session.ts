import type { ClientBase, Pool, Connection as Wire } from 'pg';
import { withClient } from '../postgres/client.ts';
import { requireServerVersion } from '../postgres/server-version.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { Problem } from '../problem.ts';
import { queryAll } from './batch.ts';
import { untilUnlocked } from './locked.ts';

/** Where to look: settings, a pool, or a client that is connected. */
export type Connection = ConnectionSettings | Pool | ClientBase;

/** One connection and what must be known of it before anything is read. */
export interface Session {
  readonly client: ClientBase;
  /** The server's major version. */
  readonly version: number;
  /** The search_path that an application has here: it says what a name without namespace means. */
  readonly searchPath: string;
  /** The namespaces on it that are there, in its order, those included that this role may not use. */
  readonly path: readonly string[];
  /** How long another transaction's locks are waited for, in milliseconds. */
  readonly patience: number;
  /** Whether the client came in the middle of a transaction: what that one sees is then what is judged. */
  readonly isNested: boolean;
  /** How often the server has answered since the session began. */
  readonly roundTrips: () => number;
}

/**
 * Every setting that changes how Postgres prints, reads or plans what we send. Names are printed in full, since
 * nothing is on the path.
 */
const PINNED: Readonly<Record<string, string>> = {
  search_path: '',
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  quote_all_identifiers: 'off',
  standard_conforming_strings: 'on',
  extra_float_digits: '1',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
};

/**
 * What is printed of a table that is locked is what it becomes, beside rows of what it was when the snapshot was
 * taken: rather than wait within a snapshot, it is given up. The shortest time that there is.
 */
const PINNED_IN_SNAPSHOT: typeof PINNED = { ...PINNED, lock_timeout: '1ms' };

/** How long locks are waited for, in milliseconds, where the connection's `lock_timeout` does not say. */
const PATIENCE = 10_000;

const SESSION = `
SELECT current_setting('search_path'), ARRAY(
    SELECT n.nspname::text
    FROM regexp_matches(current_setting('search_path'), '"((?:[^"]|"")*)"|([^",\\s]+)', 'g')
      WITH ORDINALITY AS entry(parts, place)
    CROSS JOIN LATERAL (SELECT coalesce(replace(parts[1], '""', '"'), lower(parts[2] COLLATE "C")) AS name) AS named
    JOIN pg_catalog.pg_namespace n ON n.nspname = CASE named.name WHEN '$user' THEN current_user ELSE named.name::name END
    GROUP BY 1 ORDER BY min(place)
  ), (SELECT setting FROM pg_catalog.pg_settings WHERE name = 'lock_timeout')`;

/** Runs `use` on a session, which is closed or given back whatever happens. A client that was given stays open. */
export async function withSession<Result>(
  connection: Connection,
  use: (session: Session) => Promise<Result>,
): Promise<Result> {
  if (isSettings(connection)) {
    return await withClient(
      connection,
      async (client) => await alone(client, async (roundTrips) => use(await openSession(client, roundTrips))),
    );
  }
  if (!isPool(connection)) {
    return await alone(connection, async (roundTrips) => {
      const isNested = await isInTransaction(connection);
      return await use({ ...(await openSession(connection, roundTrips)), isNested });
    });
  }
  const client = await connection.connect();
  let isSound = false;
  try {
    const result = await alone(client, async (roundTrips) => use(await openSession(client, roundTrips)));
    isSound = true;
    return result;
  } finally {
    // After a failure nobody knows what it is in the middle of: the pool makes another one.
    client.release(!isSound || unfinished.has(client));
  }
}

/**
 * Runs `use` in one snapshot that cannot write, with all settings pinned. Whatever it does to the session is gone
 * afterwards. Where another transaction locks what it looks at, it is run again, from the start, in a new one.
 */
export async function inSnapshot<Result>(session: Session, use: () => Promise<Result>): Promise<Result> {
  return await untilUnlocked(
    session,
    async (watched) => {
      looking.add(session);
      try {
        return await inTransaction(session, SNAPSHOT, PINNED_IN_SNAPSHOT, watched);
      } finally {
        looking.delete(session);
      }
    },
    use,
  );
}

const SNAPSHOT = 'ISOLATION LEVEL REPEATABLE READ, READ ONLY';

const looking = new WeakSet<Session>();

/** Whether it is inside of `inSnapshot`. */
export function isInSnapshot(session: Session): boolean {
  return looking.has(session);
}

/** The same for trying things out, once: what `use` makes is rolled back. */
export async function inScratch<Result>(session: Session, use: () => Promise<Result>): Promise<Result> {
  return await inTransaction(session, 'READ WRITE', PINNED, use);
}

async function inTransaction<Result>(
  session: Session,
  mode: string,
  settings: typeof PINNED,
  use: () => Promise<Result>,
): Promise<Result> {
  const { client, isNested } = session;
  const pin = Object.entries(settings).map(([name, value]) => `set_config('${name}', '${value}', true)`);
  try {
    await queryAll(client, [
      { text: isNested ? 'SAVEPOINT keelson' : `BEGIN TRANSACTION ${mode}` },
      // A transaction that has begun cannot change its isolation, but it can stop writing until the savepoint.
      ...(isNested && mode.includes('READ ONLY') ? [{ text: 'SET LOCAL transaction_read_only = on' }] : []),
      { text: `SELECT ${pin.join(', ')}` },
    ]);
    return await use();
  } finally {
    // Where the connection is lost, the server has done it already and the loss is what is to be told.
    await client
      .query(isNested ? 'ROLLBACK TO SAVEPOINT keelson; RELEASE SAVEPOINT keelson' : 'ROLLBACK')
      .catch(() => unfinished.add(client));
  }
}

/** Clients that may still be in a transaction of ours. */
const unfinished = new WeakSet<ClientBase>();

async function openSession(client: ClientBase, roundTrips: () => number): Promise<Session> {
  const version = await requireServerVersion(client);
  const [answer] = await queryAll(client, [{ text: SESSION }]);
  const [searchPath, path, wait] = answer?.rows[0] as [string, string[], string];
  return {
    client,
    version,
    searchPath,
    path,
    patience: Number(wait) || PATIENCE,
    isNested: false,
    roundTrips,
  };
}

/** What pg's declarations leave out: where the server's messages come in. */
interface Wired {
  readonly connection: Wire | undefined;
}

function notOverProtocol(): Problem {
  return new Problem({
    code: 'catalog/native-client',
    what: 'the client is not one of pg itself, but one over libpq (pg-native)',
    why: 'many questions are asked in one round trip, for which the protocol has to be spoken from here',
    fix: 'give a Client or Pool of pg, or settings',
  });
}

/** Clients that a session is on: a second one would end the transactions of the first, and read without its settings. */
const taken = new WeakSet<ClientBase>();

/** Runs `use` while nobody else looks through the client, and counts what the server answers. */
async function alone<Result>(
  client: ClientBase,
  use: (roundTrips: () => number) => Promise<Result>,
): Promise<Result> {
  if (taken.has(client)) {
    throw new Problem({
      code: 'catalog/client-in-use',
      what: 'the client is in the middle of another verdict',
      why: 'each needs transactions of its own',
      fix: 'await one before the other, or give a pool or settings, so that each has its own connection',
    });
  }
  const { connection } = client as ClientBase & Wired;
  if (connection === undefined) throw notOverProtocol();
  taken.add(client);
  // The query at work tells of a lost connection; without a listener the process would end instead.
  const ignore = (): void => undefined;
  client.on('error', ignore);
  let answers = 0;
  const count = (): void => {
    answers += 1;
  };
  connection.on('readyForQuery', count);
  try {
    return await use(() => answers);
  } finally {
    connection.off('readyForQuery', count);
    client.off('error', ignore);
    taken.delete(client);
  }
}

/** A savepoint is refused outside of a transaction: it is the one thing that tells, on every version of pg. */
async function isInTransaction(client: ClientBase): Promise<boolean> {
  try {
    await client.query('SAVEPOINT keelson');
  } catch (error) {
    if ((error as { code?: string }).code === '25P01') return false;
    throw error;
  }
  await client.query('RELEASE SAVEPOINT keelson');
  return true;
}

function isSettings(connection: Connection): connection is ConnectionSettings {
  return 'host' in connection && !('query' in connection);
}

// pg may be there twice, so that `instanceof` would not do.
function isPool(connection: Pool | ClientBase): connection is Pool {
  return 'totalCount' in connection;
}
