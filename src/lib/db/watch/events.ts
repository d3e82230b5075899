import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { LazyPool } from '../../../postgres/pool.ts';
import type { LoggedQuery } from '../query-log.ts';

/** A query that has ended, on channel `keelson:query`. It never has parameters. */
export interface QueryEvent extends Omit<LoggedQuery, 'parameters'> {
  readonly pool: LazyPool;
  /** The name of a prepared statement. */
  readonly name?: string;
}

/** A connection that was opened or closed, on channel `keelson:connection`. */
export interface ConnectionEvent {
  readonly pool: LazyPool;
  readonly what: 'opened' | 'closed';
}

/** Somebody who asked the pool for a connection and got one, or none, on channel `keelson:pool`. */
export interface PoolEvent {
  readonly pool: LazyPool;
  readonly what: 'acquired' | 'failed';
  readonly waitedMs: number;
  /** The code of the Problem. */
  readonly error?: string;
}

/** What can be listened to. */
export interface DbEvents {
  readonly query: QueryEvent;
  readonly connection: ConnectionEvent;
  readonly pool: PoolEvent;
}

/** The channels of `node:diagnostics_channel`: they cost a look while nobody listens. */
export const CHANNELS = {
  query: channel('keelson:query'),
  connection: channel('keelson:connection'),
  pool: channel('keelson:pool'),
};

/**
 * Calls `listener` with each event of every client; `pool` of the event tells which one's it is. Gives what ends that.
 * A listener that throws makes an uncaught exception, as diagnostics_channel has it, never a failed query.
 */
export function on<Name extends keyof DbEvents>(
  name: Name,
  listener: (event: DbEvents[Name]) => void,
): () => void {
  const heard = (event: unknown): void => {
    listener(event as DbEvents[Name]);
  };
  const channelName = `keelson:${name}`;
  subscribe(channelName, heard);
  return () => {
    unsubscribe(channelName, heard);
  };
}
