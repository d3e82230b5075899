import type { Client, ClientBase } from 'pg';
import type { Knex } from 'knex';
import { withClient } from '../../postgres/client.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { requireServerVersion } from '../../postgres/server-version.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { findHistory, makeHistory, tableName } from '../history.ts';
import type { HistoryTable } from '../history.ts';
import { Ledger } from '../ledger.ts';
import { Gate } from './gate.ts';
import { awaitKnexLock, setKnexLock } from './knex-lock.ts';
import { describeHolder, freeLock, takeLock } from './lock.ts';
import { knexThrough } from './one-connection.ts';
import type { MigrationKnex } from './one-connection.ts';
import { refuseTransactionPooler } from './pooler.ts';

/** How a run gets to the database and what it may wait for. */
export interface SessionOptions {
  /** A knexfile's configuration. */
  readonly config: Knex.Config;
  readonly connection: ConnectionSettings;
  /** How many seconds to wait for another deploy to end; 900 unless given. */
  readonly lockWait?: number;
  /** How many milliseconds a statement may wait for a lock, and so how long others wait behind it; 2000 unless given. */
  readonly lockTimeout?: number;
  /** Called with what a person should know while it runs. */
  readonly onNotice?: (notice: string) => void;
}

/** The one session that a deploy or a rollback works on, while it holds the lock. */
export interface MigrationSession {
  readonly client: Client;
  readonly gate: Gate;
  readonly config: Knex.Config;
  readonly connection: ConnectionSettings;
  readonly table: HistoryTable;
  readonly ledger: Ledger;
  readonly notice: (notice: string) => void;
  /** Knex on this session; loaded when there is something to run. */
  knex(): Promise<MigrationKnex>;
  /** Sets everything back that a migration may have set. */
  restore(): Promise<void>;
  /** Whether the connection still takes queries. */
  isAlive(): boolean;
  /** Runs `use` while a stock Knex is told that somebody migrates. */
  whileKnexKnows<Result>(use: () => Promise<Result>): Promise<Result>;
}

/** Runs `use` on one session that holds the lock: nobody else migrates meanwhile, however this one ends. */
export async function withMigrationSession<Result>(
  { config, connection, lockWait = 900, lockTimeout = 2000, onNotice = () => undefined }: SessionOptions,
  use: (session: MigrationSession) => Promise<Result>,
): Promise<Result> {
  return await withClient(connection, async (client) => {
    await requireServerVersion(client);
    await refuseTransactionPooler(client, connection);
    const settings = settingsOf(config, lockTimeout);
    await client.query(settings);
    await watchClient(client);
    await beforeUse(client, config);
    const { table, isThere } = await findHistory(client, config);
    const history = tableName(table);
    await takeLock(client, {
      history,
      seconds: lockWait,
      onWait: (holder, waited) => {
        onNotice(
          `waiting for another deploy, ${Math.floor(waited)} of ${lockWait} s: ${describeHolder(holder)}`,
        );
      },
    });
    const ledger = new Ledger(client, history);
    await makeHistory(client, table, isThere);
    await ledger.make();
    const isOurs = await ledger.reconcile(history);
    await awaitKnexLock(client, table, { seconds: lockWait, isOurs, onNotice });
    const gate = new Gate(client);
    let made: Promise<MigrationKnex> | undefined;
    try {
      return await use({
        client,
        gate,
        config,
        connection,
        table,
        ledger,
        notice: onNotice,
        knex: async () => await (made ??= knexThrough(gate, config)),
        restore: async () => {
          await client.query(`reset session authorization; reset role; reset all; ${settings}`);
          await watchClient(client);
        },
        isAlive: () => isAlive(client),
        whileKnexKnows: async (run) => {
          await setKnexLock(client, table, true);
          try {
            return await run();
          } finally {
            // Before the deploy's end is recorded: of one that died it is known that the flag was its own.
            if (isAlive(client)) await setKnexLock(client, table, false);
          }
        },
      });
    } finally {
      // Where the connection is lost, the server has freed the lock, and the next deploy takes Knex's flag away.
      if (isAlive(client)) await freeLock(client, history);
    }
  });
}

/** A connection that was lost takes no more queries. */
function isAlive(client: Client): boolean {
  return (client as unknown as { readonly _queryable: boolean })._queryable;
}

/** What holds for every migration, whatever the one before it has set. */
function settingsOf({ searchPath }: Knex.Config, lockTimeout: number): string {
  const path = searchPath === undefined ? [] : [searchPath].flat();
  return [
    `set application_name = 'keelson'`,
    `set lock_timeout = ${lockTimeout}`,
    'set statement_timeout = 0',
    'set idle_in_transaction_session_timeout = 0',
    ...(path.length === 0 ? [] : [`set search_path = ${path.map(quoteIdentifier).join(', ')}`]),
  ].join('; ');
}

/**
 * A server goes on with a statement when its client is gone, and keeps the lock as long, unless it looks after its
 * clients. Where its system cannot, it stays as it is.
 */
async function watchClient(client: Client): Promise<void> {
  await client.query('set client_connection_check_interval = 500').catch((error: unknown) => {
    if ((error as { code?: string }).code !== '22023') throw error;
  });
}

/** What the project does with each connection of its pool. */
async function beforeUse(client: Client, { pool }: Knex.Config): Promise<void> {
  const { afterCreate } = (pool ?? {}) as {
    afterCreate?: (connection: ClientBase, done: (error?: unknown) => void) => void;
  };
  if (afterCreate === undefined) return;
  await new Promise<void>((resolve, reject) => {
    afterCreate(client, (error) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('the hook afterCreate of the knexfile failed'));
    });
  });
}
