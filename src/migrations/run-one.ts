import { shownPath } from '../shown-path.ts';
import { withRetries } from './retry.ts';
import { FailedMigration } from './run-failure.ts';
import { isTransactional, runInTransaction } from './run-migration.ts';
import type { Bookkeeping, Direction, LoadedMigration } from './run-migration.ts';
import type { MigrationSession } from './session/session.ts';
import { runInSteps } from './steps/run.ts';

/** Runs one migration one way, with its record, as often as other transactions are in the way. */
export async function runOne(
  session: MigrationSession,
  loaded: LoadedMigration,
  direction: Direction,
  bookkeeping: Bookkeeping,
): Promise<number> {
  const inTransaction = isTransactional(loaded, session.config);
  const run = inTransaction ? runInTransaction : runInSteps;
  let isRestored = false;
  try {
    const took = await withRetries(session, { loaded, direction }, async () =>
      run(session, loaded, direction, bookkeeping),
    );
    isRestored = inTransaction && !session.isRehearsal;
    return took;
  } catch (error) {
    throw new FailedMigration(error, { file: shownPath(loaded.file), isTransactional: inTransaction });
  } finally {
    if (!isRestored && session.isAlive()) await session.restore();
    else if (isRestored) await session.prepare();
  }
}
