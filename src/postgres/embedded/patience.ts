import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../problem.ts';

/** How long to wait, whom to tell, and what ends it early. */
export interface Patience {
  readonly timeoutMs: number;
  readonly onProgress?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Silent for so long; most waits are over by then. */
const FIRST_WORD_MS = 1_000;
const NEXT_WORD_MS = 5_000;
const INTERVAL_MS = 15;
const LATER_INTERVAL_MS = 100;

/** Asks again and again until there is an answer; undefined when the time is up. Says so while it lasts. */
export async function waitFor<T>(
  what: string,
  { timeoutMs, onProgress, signal }: Patience,
  probe: () => T | undefined | Promise<T | undefined>,
): Promise<T | undefined> {
  const begun = Date.now();
  let nextWord = FIRST_WORD_MS;
  for (;;) {
    if (signal?.aborted === true) throw interrupted(signal.reason);
    const answer = await probe();
    if (answer !== undefined) return answer;
    const waited = Date.now() - begun;
    if (waited >= timeoutMs) return undefined;
    if (waited >= nextWord) {
      onProgress?.(words(what, waited, timeoutMs));
      nextWord += NEXT_WORD_MS;
    }
    await sleep(waited < FIRST_WORD_MS ? INTERVAL_MS : LATER_INTERVAL_MS);
  }
}

/** Says what is going on for as long as some work lasts that has its own bound. */
export async function whileSaying<T>(
  what: string,
  { timeoutMs, onProgress }: Patience,
  work: Promise<T>,
): Promise<T> {
  const begun = Date.now();
  let timer: NodeJS.Timeout;
  const speakIn = (ms: number): void => {
    timer = setTimeout(() => {
      onProgress?.(words(what, Date.now() - begun, timeoutMs));
      speakIn(NEXT_WORD_MS);
    }, ms);
  };
  speakIn(FIRST_WORD_MS);
  return work.finally(() => {
    clearTimeout(timer);
  });
}

function words(what: string, waitedMs: number, timeoutMs: number): string {
  return `${what} (${Math.round(waitedMs / 1000)} s, at most ${Math.round(timeoutMs / 1000)} s)`;
}

/** The caller gave up: nothing is left half done, the next start goes on from here. */
export function interrupted(cause: unknown): Problem {
  return new Problem({
    code: 'embedded/interrupted',
    what: 'embedded PostgreSQL: interrupted before the server was ready',
    fix: 'start again: a half-made database never counts and is cleared away',
    cause,
  });
}
