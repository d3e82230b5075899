import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What comes of it once it succeeds: for what has to be done within a short limit, and may take longer on a busy machine.
 * Where it never succeeds, the last failure is thrown.
 */
export async function retried<Result>(run: () => Promise<Result>, seconds = 60): Promise<Result> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(20);
    }
  }
}
