import { drizzle } from 'drizzle-orm/node-postgres';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PgWithReplicas } from 'drizzle-orm/pg-core';
import { env, requireDatabase, settingsFromUrl } from '../../env.ts';
import type { LazyPool, PoolOptions } from '../../postgres/pool.ts';
import { SERVICE_TIMEOUTS } from '../../postgres/pool-limits.ts';
import type { PoolLimits } from '../../postgres/pool-limits.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { closePool } from './end/index.ts';
import type { Closed, CloseOptions } from './end/index.ts';
import { hideParameters } from './errors/index.ts';
import { health as healthOf } from './health/index.ts';
import type { Health, HealthOptions } from './health/index.ts';
import { renderQuickly } from './rendering/index.ts';
import { endReplicas, replicated } from './replicas/index.ts';
import type { ReplicaOptions, WeightedReplica } from './replicas/index.ts';
import { statsOf, watchersOf, WatchedPool } from './watch/index.ts';
import type { Stats, WatchOptions } from './watch/index.ts';
import type { PreparedStatements } from '../../postgres/statement-names.ts';
import * as authSchema from './schema/index.ts';

type AuthSchema = typeof authSchema;

/** A typed Drizzle client over a pool of its own, which is `$client`. */
export type Db<Schema extends Record<string, unknown> = AuthSchema> = NodePgDatabase<Schema> & {
  $client: LazyPool;
};

/** The same, whose reads go to replicas: `$primary` is the client that asks the primary alone. */
export type ReplicatedDb<Schema extends Record<string, unknown> = AuthSchema> = PgWithReplicas<Db<Schema>>;

/** What a client keeps to is an option each; by default what the environment says, else what a service needs. */
export interface DbOptions<Schema extends Record<string, unknown> = AuthSchema>
  extends PoolLimits, WatchOptions {
  /** Where to connect; by default where the environment says. */
  readonly url?: string;
  /** The same, already read: for a test database or another tool's settings. Wins over `url`. */
  readonly settings?: ConnectionSettings;
  /** Whether prepared statements have names; by default where the way to the server is found to keep them. */
  readonly preparedStatements?: PreparedStatements;
  /** Whether a query that is asked again and again is kept by the server; by default it is, where names are. */
  readonly prepareRepeated?: boolean;
  /** Tables and relations for relational queries; by default those of the namespace `auth`. */
  readonly schema?: Schema;
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
  const { url, settings, replicas, replicaLimits } = options;
  const primary = dbOn<Schema>(
    openPool(settings ?? (url === undefined ? () => requireDatabase() : () => settingsFromUrl(url)), options),
    options,
  );
  if (replicas === undefined) return primary;
  return replicated<Db<Schema>>({
    primary,
    list: () => (replicas === 'environment' ? env().replicas.map(read) : replicas.map(read)),
    options: replicaLimits ?? {},
    openPool: (one) => openPool(one, options),
    over: (pool) => dbOn<Schema>(pool, options),
  });
}

/** The same over a pool that is there already. */
export function dbOn<Schema extends Record<string, unknown> = AuthSchema>(
  pool: LazyPool,
  { schema, errorParameters }: Pick<DbOptions<Schema>, 'schema' | 'errorParameters'>,
): Db<Schema> {
  const db = drizzle(pool, { schema: schema ?? (authSchema as unknown as Schema) });
  renderQuickly(db);
  if (errorParameters !== true) hideParameters(db);
  return db;
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
  options: Omit<DbOptions<Record<string, unknown>>, 'schema'>,
): WatchedPool {
  const { preparedStatements, prepareRepeated } = options;
  const pool: WatchedPool = new WatchedPool(
    {
      settings,
      limits: () => ({ ...env().pool, ...limitsIn(options) }),
      fallback: SERVICE_TIMEOUTS,
      ...(preparedStatements !== undefined && { preparedStatements }),
      prepareRepeated: () => prepareRepeated ?? env().prepareRepeated,
    },
    () => watchersOf(options, () => pool.settings),
  );
  return pool;
}

/** The client of the application, on the database that the environment names; it reads from the replicas named there. */
export const db: ReplicatedDb = createDb({ replicas: 'environment' });

/** The pool behind `db`. */
export const pool: LazyPool = db.$client;

type Client = Pick<Db, '$client'>;

/**
 * Closes the pool of `db`, or of another client: new queries are refused, those in flight end, and what still runs after the
 * timeout is cancelled. Says what that was. Closing twice does no harm, and is one close.
 */
export async function closeDb(options?: CloseOptions): Promise<Closed>;
export async function closeDb(client: Client, options?: CloseOptions): Promise<Closed>;
export async function closeDb(first: Client | CloseOptions = db, options?: CloseOptions): Promise<Closed> {
  const [client, given] = '$client' in first ? [first, options] : [db, first];
  const [closed] = await Promise.all([closePool(client.$client, given), endReplicas(client)]);
  return closed;
}

const LIMITS = [
  ...['max', 'min', 'idleTimeout', 'lifetime'],
  ...['statementTimeout', 'lockTimeout', 'idleInTransactionTimeout', 'answerTimeout'],
] as readonly (keyof PoolLimits)[];

function limitsIn(options: PoolLimits): PoolLimits {
  return Object.fromEntries(
    LIMITS.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}

/** What `db`, or another client, has done since it was made: queries, errors, waiting, connections. */
export function stats(client: Client = db): Stats | undefined {
  return statsOf(client.$client);
}

/** Whether `db`, or another client, is ready for queries. Never fails, and answers in time whatever the server does. */
export async function health(options?: HealthOptions): Promise<Health>;
export async function health(client: Client, options?: HealthOptions): Promise<Health>;
export async function health(first: Client | HealthOptions = db, options?: HealthOptions): Promise<Health> {
  return '$client' in first ? await healthOf(first.$client, options) : await healthOf(pool, first);
}
