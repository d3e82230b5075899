import type { Client } from 'pg';
import type { Knex } from 'knex';
import { mustChooseHost } from '../../postgres/hosts.ts';
import { requireServerVersion } from '../../postgres/server-version.ts';
import { withSettings } from '../../postgres/settings.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { connectWhenReady } from '../../postgres/wait.ts';
import { findHistory, tableName } from '../history.ts';
import type { FoundHistory, HistoryTable } from '../history.ts';
import { interrupted } from './interruption.ts';
import { describeHolder, freeLock, takeLock } from './lock.ts';
import { refuseTransactionPooler } from './pooler.ts';
import { setUp } from './settings.ts';

/** How a run gets to the database and what it may wait for. */
export interface SessionOptions {
  /** A knexfile's configuration. */
  readonly config: Knex.Config;
  readonly connection: ConnectionSettings;
  /** How many seconds to wait for the database to take connections; 10 unless given. */
  readonly databaseWait?: number;
  /** How many seconds to wait for another deploy to end; 900 unless given. */
  readonly lockWait?: number;
  /**
   * How many milliseconds a statement may wait for a lock, and so how long others wait behind it; what the connection
   * says unless given, or else half of the server's deadlock_timeout, at most 2000.
   */
  readonly lockTimeout?: number;
  /** Ends the run at a safe point: what is being done is taken back, what is done stays. */
  readonly signal?: AbortSignal;
  /** Called with what a person should know while it runs. */
  readonly onNotice?: (notice: string) => void;
}

/** A session that holds the lock. */
export interface LockedSession {
  readonly client: Client;
  readonly config: Knex.Config;
  readonly connection: ConnectionSettings;
  readonly table: HistoryTable;
  /** What of the history was there before the lock was taken. */
  readonly found: FoundHistory;
  readonly lockWait: number;
  readonly signal: AbortSignal;
  readonly notice: (notice: string) => void;
  /** The statements that set everything back that a migration may have set. */
  readonly restoring: string;
  /** What the project does with a session before it is used. */
  readonly prepare: () => Promise<void>;
  /** Sets everything back that a migration may have set. */
  readonly restore: () => Promise<void>;
  /** Whether the connection still takes queries. */
  readonly isAlive: () => boolean;
}

/** Runs `use` on one session that holds the lock, and changes nothing in the database. */
export async function withLock<Result>(
  {
    config,
    connection: given,
    databaseWait = 10,
    lockWait = 900,
    lockTimeout,
    signal = new AbortController().signal,
    onNotice = () => undefined,
  }: SessionOptions,
  use: (session: LockedSession) => Promise<Result>,
): Promise<Result> {
  let client: Client | undefined;
  try {
    client = await connectWhenReady(given, { seconds: databaseWait, onProgress: onNotice, signal });
    const session = client;
    // Of several servers it is this one that others have to look at from beside.
    const connection = mustChooseHost(given)
      ? withSettings(given, { host: session.host, port: session.port })
      : given;
    await requireServerVersion(session);
    await refuseTransactionPooler(session, connection);
    const { restoring, prepare } = await setUp(session, { config, lockTimeout });
    const found = await findHistory(session, config);
    const { table } = found;
    const history = tableName(table);
    await takeLock(session, {
      history,
      seconds: lockWait,
      signal,
      onWait: (holder, waited) => {
        onNotice(
          `waiting for another deploy, ${Math.floor(waited)} of ${lockWait} s: ${describeHolder(holder)}`,
        );
      },
    });
    return await freeingLock(session, history, async () =>
      use({
        client: session,
        config,
        connection,
        table,
        found,
        lockWait,
        signal,
        notice: onNotice,
        restoring,
        prepare,
        restore: async () => {
          await session.query(restoring);
          await prepare();
        },
        isAlive: () => isAlive(session),
      }),
    );
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error;
    throw interrupted(signal, { applied: [], direction: 'up', error });
  } finally {
    await client?.end();
  }
}

/** Where the connection is lost, the server has freed the lock. What went wrong before matters more than the lock. */
async function freeingLock<Result>(
  client: Client,
  history: string,
  use: () => Promise<Result>,
): Promise<Result> {
  let result: Result;
  try {
    result = await use();
  } catch (error) {
    if (isAlive(client)) await freeLock(client, history).catch(() => undefined);
    throw error;
  }
  if (isAlive(client)) await freeLock(client, history);
  return result;
}

/** A connection that was lost takes no more queries. */
function isAlive(client: Client): boolean {
  return (client as unknown as { readonly _queryable: boolean })._queryable;
}
