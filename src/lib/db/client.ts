import { drizzle } from 'drizzle-orm/node-postgres';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PgWithReplicas } from 'drizzle-orm/pg-core';
import { env, requireDatabase, settingsFromUrl } from '../../env.ts';
import { LazyPool } from '../../postgres/pool.ts';
import type { PoolOptions } from '../../postgres/pool.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { logQueries, logToStderr } from './query-log.ts';
import type { QueryLog } from './query-log.ts';
import { endReplicas, replicated } from './replicas/index.ts';
import type { ReplicaOptions, WeightedReplica } from './replicas/index.ts';
import * as authSchema from './schema/index.ts';

type AuthSchema = typeof authSchema;

/** A typed Drizzle client over a pool of its own, which is `$client`. */
export type Db<Schema extends Record<string, unknown> = AuthSchema> = NodePgDatabase<Schema> & {
  $client: LazyPool;
};

/** The same, whose reads go to replicas: `$primary` is the client that asks the primary alone. */
export type ReplicatedDb<Schema extends Record<string, unknown> = AuthSchema> = PgWithReplicas<Db<Schema>>;

export interface DbOptions<Schema extends Record<string, unknown> = AuthSchema> {
  /** Where to connect; by default where the environment says. */
  readonly url?: string;
  /** The same, already read: for a test database or another tool's settings. Wins over `url`. */
  readonly settings?: ConnectionSettings;
  /** The most connections at once; by default DATABASE_POOL_MAX, or 10. */
  readonly max?: number;
  /** Tables and relations for relational queries; by default those of the namespace `auth`. */
  readonly schema?: Schema;
  /** What is said of each query: nothing, a line on stderr, or whatever a function makes of it. By default DATABASE_LOG. */
  readonly log?: 'off' | 'queries' | QueryLog;
  /** Whether the log shows parameters, which may be secrets. */
  readonly logParameters?: boolean;
  /** Servers to read from: URLs, settings, or those that DATABASE_REPLICA_URLS names. By default none. */
  readonly replicas?: 'environment' | readonly (string | WeightedReplica | ConnectionSettings)[];
  /** When a replica is not read from. */
  readonly replicaLimits?: ReplicaOptions;
}

type WithReplicas<Schema extends Record<string, unknown>> = DbOptions<Schema> &
  Required<Pick<DbOptions<Schema>, 'replicas'>>;

/**
 * A client for one database. Making it opens no connection and reads no environment: that happens with
 * the first query, and so do its complaints.
 */
export function createDb<Schema extends Record<string, unknown> = AuthSchema>(
  options: WithReplicas<Schema>,
): ReplicatedDb<Schema>;
export function createDb<Schema extends Record<string, unknown> = AuthSchema>(
  options?: DbOptions<Schema>,
): Db<Schema>;
export function createDb<Schema extends Record<string, unknown> = AuthSchema>(
  options: DbOptions<Schema> = {},
): Db<Schema> {
  const { url, settings, schema, replicas, replicaLimits } = options;
  const over = (pool: LazyPool): Db<Schema> =>
    drizzle(pool, { schema: schema ?? (authSchema as unknown as Schema) });
  const primary = over(
    openPool(settings ?? (url === undefined ? () => requireDatabase() : () => settingsFromUrl(url)), options),
  );
  if (replicas === undefined) return primary;
  return replicated<Db<Schema>>({
    primary,
    list: () => (replicas === 'environment' ? env().replicas.map(read) : replicas.map(read)),
    options: replicaLimits ?? {},
    openPool: (one) => openPool(one, options),
    over,
  });
}

function read(replica: string | WeightedReplica | ConnectionSettings): {
  readonly settings: ConnectionSettings;
  readonly weight?: number;
} {
  if (typeof replica === 'string') return { settings: settingsFromUrl(replica) };
  if ('host' in replica) return { settings: replica };
  const { url, weight } = replica;
  return { settings: settingsFromUrl(url), ...(weight !== undefined && { weight }) };
}

function openPool(
  settings: PoolOptions['settings'],
  options: Pick<DbOptions, 'max' | 'log' | 'logParameters'>,
): LazyPool {
  const pool = new LazyPool({ settings, max: options.max ?? (() => env().poolMax) });
  pool.on('connect', (client) => {
    const log = queryLog(options);
    if (log !== undefined) logQueries(client, log.write, log.withParameters);
  });
  return pool;
}

/** The client of the application, on the database that the environment names; it reads from the replicas named there. */
export const db: ReplicatedDb = createDb({ replicas: 'environment' });

/** The pool behind `db`. */
export const pool: LazyPool = db.$client;

/** Closes the pool of `db`, or of another client, once its queries have ended. Closing twice does no harm. */
export async function closeDb(client: Pick<Db, '$client'> = db): Promise<void> {
  if (client.$client.ending) return;
  await Promise.all([client.$client.end(), endReplicas(client)]);
}

function queryLog({
  log,
  logParameters,
}: Pick<DbOptions, 'log' | 'logParameters'>): { write: QueryLog; withParameters: boolean } | undefined {
  const wanted = log ?? env().log;
  if (wanted === 'off') return undefined;
  return {
    write: typeof wanted === 'function' ? wanted : logToStderr,
    withParameters: logParameters ?? wanted === 'parameters',
  };
}
