import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { isBeingMigrated } from '../migrations/running.ts';
import { Problem } from '../problem.ts';

/** How long a deploy is waited for, and how often it is looked at, in milliseconds. */
const PATIENCE = 60_000;
const PAUSE = 500;

/** Waits until nobody migrates the database: half a deploy agrees with nothing. */
export async function waitForMigrations(
  client: Client,
  { signal, onWait, patience = PATIENCE }: { signal: AbortSignal; onWait: () => void; patience?: number },
): Promise<void> {
  const deadline = Date.now() + patience;
  let isTold = false;
  while (await isBeingMigrated(client)) {
    if (!isTold) onWait();
    isTold = true;
    if (Date.now() > deadline) {
      throw new Problem({
        code: 'cli/being-migrated',
        what: `the database is being migrated, and still is after ${patience / 1000} seconds`,
        why: 'a verdict in the middle of a deploy would be about a database that nobody meant',
        fix: 'check again when the deploy has ended; a lock that a dead deploy left behind is freed by npx knex migrate:unlock',
      });
    }
    await sleep(PAUSE, undefined, { signal });
  }
}
