import { runMigrations } from './run.ts';
import type { RanMigration, RunOptions } from './run.ts';

/** Takes back what the last run of `migrate` applied, newest first. */
export async function rollback(
  options: RunOptions,
): Promise<{ readonly rolledBack: readonly RanMigration[] }> {
  return Object.freeze({ rolledBack: await runMigrations(options, 'down') });
}
