import type { LazyPool } from '../../../postgres/pool.ts';
import { WatchedPool } from '../watch/pool.ts';
import { cancel, cutOff } from './cancel.ts';
import { within } from '../within.ts';

export interface CloseOptions {
  /** How many milliseconds queries have to end; by default as many as they take. What runs then is cancelled. */
  readonly timeout?: number;
}

/** What had to be broken off. */
export interface Closed {
  /** Connections on which something ran, or a transaction was open. */
  readonly cancelled: number;
  /** Callers that waited for a connection and got none. */
  readonly unserved: number;
}

/** How long what was cancelled has to say so, and the server to hear that connections end. */
const GRACE_MS = 1000;

const NOTHING: Closed = Object.freeze({ cancelled: 0, unserved: 0 });

const CLOSING = new WeakMap<LazyPool, Promise<Closed>>();

/** Closes a pool; whoever asks for it again gets the same answer. */
export async function closePool(pool: LazyPool, options: CloseOptions = {}): Promise<Closed> {
  const known = CLOSING.get(pool);
  if (known !== undefined) return await known;
  const closing = close(pool, options);
  CLOSING.set(pool, closing);
  return await closing;
}

async function close(pool: LazyPool, { timeout }: CloseOptions): Promise<Closed> {
  if (pool.ending) return NOTHING;
  if (!(pool instanceof WatchedPool)) {
    await pool.end();
    return NOTHING;
  }
  const drained = pool.drain();
  const isDrained = timeout === undefined ? drained.then(() => true) : within(drained, timeout);
  const closed = (await isDrained) ? NOTHING : await breakOff(pool, drained);
  await pool.watch.idle();
  // What never connected, or is never given back, it would wait for.
  void pool.end();
  if (!(await within(pool.empty(), GRACE_MS))) for (const client of pool.open) cutOff(client);
  return closed;
}

async function breakOff(pool: WatchedPool, drained: Promise<void>): Promise<Closed> {
  const unserved = pool.giveUpWaiting();
  const running = [...pool.held];
  await Promise.all(running.map(cancel));
  if (!(await within(drained, GRACE_MS))) {
    // Nothing ran that could be cancelled, or the server does not answer.
    for (const client of pool.held) cutOff(client);
    await within(drained, GRACE_MS);
  }
  return Object.freeze({ cancelled: running.length, unserved });
}
