import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something is done, but no longer; tells whether it is. */
export async function within(milliseconds: number, done: Promise<unknown>): Promise<boolean> {
  const stop = new AbortController();
  try {
    return await Promise.race([
      done.then(() => true),
      sleep(milliseconds, false, { ref: false, signal: stop.signal }),
    ]);
  } finally {
    stop.abort();
  }
}
