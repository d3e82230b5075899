import { requireDatabase, settingsFromUrl } from '../env.ts';
import { dbOn } from '../lib/db/client.ts';
import type { Db, DbOptions } from '../lib/db/client.ts';
import type * as authSchema from '../lib/db/schema/index.ts';
import { NO_TIMEOUTS, withSettings } from '../postgres/settings.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { ServerlessPool } from './pool.ts';

type Schema = Record<string, unknown>;

/** A typed Drizzle client over one connection. `await using` closes it. */
export type ServerlessDb<Of extends Schema = typeof authSchema> = Db<Of> &
  AsyncDisposable & {
    /** Closes the connection when what waits for it has had it. The next call opens another. */
    close(): Promise<void>;
  };

export interface ServerlessOptions<Of extends Schema = typeof authSchema> extends Pick<
  DbOptions<Of>,
  'url' | 'settings' | 'schema'
> {
  /** Whether every call with the same settings has the same connection; by default it has. */
  readonly reuse?: boolean;
}

/** A call that has waited longer for a connection has nobody left who waits for its answer. */
const CONNECT_MS = 5000;

interface Kept {
  readonly pool: ServerlessPool;
  /** By the schema: where none is given, by the key itself. */
  readonly clients: WeakMap<object, ServerlessDb<Schema>>;
}

/** There may be several copies of this module in one process: of both kinds, or loaded again while somebody develops. */
const KEY = Symbol.for('keelson/serverless');

/**
 * A client for a function that is called now and then, in a process that may be frozen in between: one connection at
 * most, which every call with the same settings finds again, and which does not keep the process from ending.
 *
 *     export async function handler() {
 *       const db = serverlessDb({ url: process.env.DATABASE_URL });
 *       return await db.select().from(users);
 *     }
 */
export function serverlessDb<Of extends Schema = typeof authSchema>(
  options: ServerlessOptions<Of> = {},
): ServerlessDb<Of> {
  const { schema, reuse = true } = options;
  if (!reuse) return clientOn(poolFor(options), schema);
  const all = connections();
  const key = keyOf(options);
  let kept = all.get(key);
  if (kept === undefined || kept.pool.ending) {
    kept = { pool: poolFor(options), clients: new WeakMap() };
    all.set(key, kept);
  }
  const of = schema ?? KEPT_FOR_NONE;
  let client = kept.clients.get(of);
  if (client === undefined) {
    client = clientOn(kept.pool, schema);
    kept.clients.set(of, client);
  }
  return client as unknown as ServerlessDb<Of>;
}

const KEPT_FOR_NONE = {};

function connections(): Map<string, Kept> {
  const place = globalThis as unknown as Partial<Record<symbol, Map<string, Kept>>>;
  return (place[KEY] ??= new Map<string, Kept>());
}

/** It holds the password, and stays in here. */
function keyOf({ url, settings }: ServerlessOptions<Schema>): string {
  if (settings === undefined) return url ?? '';
  return JSON.stringify([settings, settings.password, settings.tls.keyPassword]);
}

function poolFor({ url, settings }: ServerlessOptions<Schema>): ServerlessPool {
  return new ServerlessPool({
    settings: () => soon(settings ?? (url === undefined ? requireDatabase() : settingsFromUrl(url))),
  });
}

/** A time to connect that somebody has chosen stays. */
function soon(settings: ConnectionSettings): ConnectionSettings {
  const { timeouts } = settings;
  if (timeouts.connect !== NO_TIMEOUTS.connect) return settings;
  return withSettings(settings, { timeouts: { ...timeouts, connect: CONNECT_MS } });
}

function clientOn<Of extends Schema>(pool: ServerlessPool, schema: Of | undefined): ServerlessDb<Of> {
  const close = async (): Promise<void> => {
    await pool.close();
  };
  const db = dbOn<Of>(pool, schema === undefined ? {} : { schema });
  return Object.assign(db, { close, [Symbol.asyncDispose]: close });
}
