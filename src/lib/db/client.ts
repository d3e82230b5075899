import { drizzle } from 'drizzle-orm/node-postgres';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { env, requireDatabase, settingsFromUrl } from '../../env.ts';
import { LazyPool } from '../../postgres/pool.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import type { PreparedStatements } from '../../postgres/statement-names.ts';
import { logQueries, logToStderr } from './query-log.ts';
import type { QueryLog } from './query-log.ts';
import * as authSchema from './schema/index.ts';

type AuthSchema = typeof authSchema;

/** A typed Drizzle client over a pool of its own, which is `$client`. */
export type Db<Schema extends Record<string, unknown> = AuthSchema> = NodePgDatabase<Schema> & {
  $client: LazyPool;
};

export interface DbOptions<Schema extends Record<string, unknown> = AuthSchema> {
  /** Where to connect; by default where the environment says. */
  readonly url?: string;
  /** The same, already read: for a test database or another tool's settings. Wins over `url`. */
  readonly settings?: ConnectionSettings;
  /** The most connections at once; by default DATABASE_POOL_MAX, or 10. */
  readonly max?: number;
  /** Whether prepared statements have names; by default where the way to the server is found to keep them. */
  readonly preparedStatements?: PreparedStatements;
  /** Tables and relations for relational queries; by default those of the namespace `auth`. */
  readonly schema?: Schema;
  /** What is said of each query: nothing, a line on stderr, or whatever a function makes of it. By default DATABASE_LOG. */
  readonly log?: 'off' | 'queries' | QueryLog;
  /** Whether the log shows parameters, which may be secrets. */
  readonly logParameters?: boolean;
}

/**
 * A client for one database. Making it opens no connection and reads no environment: that happens with
 * the first query, and so do its complaints.
 */
export function createDb<Schema extends Record<string, unknown> = AuthSchema>(
  options: DbOptions<Schema> = {},
): Db<Schema> {
  const { url, settings, max, preparedStatements } = options;
  const pool = new LazyPool({
    settings: settings ?? (url === undefined ? () => requireDatabase() : () => settingsFromUrl(url)),
    max: max ?? (() => env().poolMax),
    ...(preparedStatements !== undefined && { preparedStatements }),
  });
  return dbOn(pool, options);
}

/** The same over a pool that is there already. */
export function dbOn<Schema extends Record<string, unknown> = AuthSchema>(
  pool: LazyPool,
  options: Pick<DbOptions<Schema>, 'schema' | 'log' | 'logParameters'>,
): Db<Schema> {
  pool.on('connect', (client) => {
    const log = queryLog(options);
    if (log !== undefined) logQueries(client, log.write, log.withParameters);
  });
  return drizzle(pool, { schema: options.schema ?? (authSchema as unknown as Schema) });
}

/** The client of the application, on the database that the environment names. */
export const db: Db = createDb();

/** The pool behind `db`. */
export const pool: LazyPool = db.$client;

/** Closes the pool of `db`, or of another client, once its queries have ended. Closing twice does no harm. */
export async function closeDb(client: Pick<Db, '$client'> = db): Promise<void> {
  if (!client.$client.ending) await client.$client.end();
}

function queryLog({
  log,
  logParameters,
}: Pick<DbOptions<Record<string, unknown>>, 'log' | 'logParameters'>):
  { write: QueryLog; withParameters: boolean } | undefined {
  const wanted = log ?? env().log;
  if (wanted === 'off') return undefined;
  return {
    write: typeof wanted === 'function' ? wanted : logToStderr,
    withParameters: logParameters ?? wanted === 'parameters',
  };
}
