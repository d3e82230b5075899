import { withClient } from '../postgres/client.ts';
import { Problem } from '../problem.ts';
import { writeDatabaseEnvironment } from './database-environment.ts';
import type { DatabaseEnvironment } from './database-environment.ts';
import { runMigrations } from './run.ts';
import type { RanMigration, RunOptions } from './run.ts';

export interface MigrateOptions extends RunOptions {
  /** What the database is for, recorded in it; seeds for development and resets refuse a database of production. */
  readonly environment?: DatabaseEnvironment;
}

export interface MigrateResult {
  /** What this run applied, in order; empty when there was nothing to do. */
  readonly applied: readonly RanMigration[];
  /** Why the database could not be told what it is for: its migrations are applied all the same. */
  readonly untold: Problem | undefined;
}

/** Applies every migration that the database does not have yet. */
export async function migrate({ environment, ...options }: MigrateOptions): Promise<MigrateResult> {
  const applied = await runMigrations(options, 'up');
  const untold = environment === undefined ? undefined : await tell(options, environment);
  return Object.freeze({ applied, untold });
}

/** A deploy that has done its work does not fail for want of a right that only protects against others' mistakes. */
async function tell(
  { connection }: RunOptions,
  environment: DatabaseEnvironment,
): Promise<Problem | undefined> {
  try {
    await withClient(connection, async (client) => {
      await writeDatabaseEnvironment(client, environment);
    });
    return undefined;
  } catch (error) {
    if (error instanceof Problem && error.code === 'database/environment-not-allowed') return error;
    throw error;
  }
}
