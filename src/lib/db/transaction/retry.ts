import { setTimeout as sleep } from 'node:timers/promises';
import type { Retry } from './options.ts';

const SHORTEST = 10;
const LONGEST = 1000;

/** Full jitter: of many that were in each other's way, none comes back together with another. */
function delayAfter(attempt: number): number {
  return Math.random() * Math.min(LONGEST, SHORTEST * 2 ** (attempt - 1));
}

/** Waits before a transaction is run again. */
export async function waitToRetry(
  attempt: number,
  error: unknown,
  onRetry: ((retry: Retry) => void) | undefined,
): Promise<void> {
  const delay = delayAfter(attempt);
  try {
    onRetry?.({ attempt, error, delay });
  } catch (failure) {
    process.emitWarning(`onRetry failed: ${String(failure)}`);
  }
  await sleep(delay);
}

/** Says on the error itself how often its transaction was run. */
export function tellAttempts(error: unknown, attempts: number): void {
  if (typeof error !== 'object' || error === null || !Object.isExtensible(error)) return;
  Object.defineProperty(error, 'attempts', {
    value: attempts,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
