import { setTimeout as sleep } from 'node:timers/promises';
import { comesBack } from '../../postgres/connection-lost.ts';

/** How long it is tried, in milliseconds: a server restarts, or another takes over, in a few seconds. */
const PATIENCE = 10_000;
const FIRST_WAIT = 20;
const LONGEST_WAIT = 1_000;

export interface IdempotentOptions {
  /** For how long it is begun anew, in milliseconds; 10,000 unless given. What is begun is not cut off. */
  readonly patience?: number;
}

/**
 * Runs what may be done twice, and again where the connection was lost or the server is away for a moment: reads, and
 * writes that come to the same however often they are done. Anything else that fails is thrown as it is.
 *
 *     const user = await idempotent(() => first(db.select().from(users).where(eq(users.id, id))));
 */
export async function idempotent<Result>(
  run: () => PromiseLike<Result>,
  options: IdempotentOptions = {},
): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (!isLost(error)) throw error;
    return await begunAnew(run, options);
  }
}

/** The same after it was lost once. */
export async function begunAnew<Result>(
  run: () => PromiseLike<Result>,
  { patience = PATIENCE }: IdempotentOptions = {},
): Promise<Result> {
  const deadline = performance.now() + patience;
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    // Those who lost it together do not come back together.
    await sleep(wait / 2 + (Math.random() * wait) / 2);
    try {
      return await run();
    } catch (error) {
      if (!isLost(error) || performance.now() >= deadline) throw error;
    }
  }
}

/** Whether it got lost on the way to a server that was there, and will be again. Drizzle wraps what the pool says. */
export function isLost(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) if (comesBack(one)) return true;
  return false;
}
