import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { env } from '../env.ts';
import { migrate, migrationFiles, readDatabaseEnvironment, seed } from '../migrations/index.ts';
import type { Knexfile, SeedMode } from '../migrations/index.ts';
import { loadMigration } from '../migrations/migration-folder.ts';
import { loadSeeds, seedFiles, seedFolder } from '../migrations/seed.ts';
import { withClient } from '../postgres/client.ts';
import { countRows, ensureDatabase, isEmptyDatabase } from '../postgres/database.ts';
import type { TableCount } from '../postgres/database.ts';
import { isLocal } from '../postgres/locality.ts';
import { recreateDatabase } from '../postgres/recreate-database.ts';
import { requireServerVersion } from '../postgres/server-version.ts';
import { describeConnection } from '../postgres/settings.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';
import { aloud, confirm, counted, duration, isAttended, print, progress, WAITING } from './terminal.ts';

/** Options of the commands that can destroy a database. */
export const DESTRUCTIVE_OPTIONS = {
  yes: { type: 'boolean', help: 'do not ask before dropping what is there' },
  'i-know-this-is-not-local': { type: 'boolean', help: 'allow it on a database that is not on this machine' },
} as const;

interface DestructiveOptions {
  readonly yes: boolean;
  readonly 'i-know-this-is-not-local': boolean;
}

/** Refuses a database that no command may destroy, before anything is touched. */
export function refuseUnlessDisposable(connection: ConnectionSettings, options: DestructiveOptions): void {
  const where = describeConnection(connection);
  if (env().nodeEnv === 'production') {
    throw new Problem({
      code: 'reset/production',
      what: `NODE_ENV is production; ${where} is not reset`,
      why: 'everything in it would be lost',
      fix: 'npm run db:migrate brings a database of production up to date',
    });
  }
  if (!isLocal(connection) && !options['i-know-this-is-not-local']) {
    throw new Problem({
      code: 'reset/not-local',
      what: `${where} is not on this machine`,
      why: 'a reset drops the database with everything in it, and others may be using it',
      fix: 'point DATABASE_URL at a local database, or say --i-know-this-is-not-local',
    });
  }
}

/**
 * Makes sure that the database exists and is empty: makes it, or drops and remakes one that has anything in it,
 * which a person is asked about first. Tells whether something was dropped.
 */
export async function emptyDatabase(
  connection: ConnectionSettings,
  options: DestructiveOptions,
): Promise<boolean> {
  if (await ensureDatabase(connection)) return false;
  const content = await withClient(connection, async (client) => {
    await requireServerVersion(client);
    if (await isEmptyDatabase(client)) return undefined;
    return { environment: await readDatabaseEnvironment(client), tables: await countRows(client) };
  });
  if (content === undefined) return false;

  const where = describeConnection(connection);
  // Whatever the flags: an SSH tunnel makes production look local.
  if (content.environment === 'production') {
    throw new Problem({
      code: 'reset/production',
      what: `${where} says that it is of production; it is not reset`,
      why: 'everything in it would be lost',
      fix: 'if that is not so any more, keelson environment development says it',
    });
  }
  const loss = describeLoss(content.tables);
  if (options.yes) {
    progress(`resetting ${where}: dropping ${loss}`);
  } else if (!isAttended()) {
    throw new Problem({
      code: 'reset/not-confirmed',
      what: `${where} is not empty, and nobody is at the terminal to ask: it has ${loss}`,
      why: 'a reset drops the database with everything in it',
      fix: 'say --yes (behind -- when npm runs the script: npm run db:reset -- --yes)',
    });
  } else if (!(await confirm(`${where} will be reset: this drops ${loss}. Go on?`))) {
    throw new Problem({
      code: 'reset/declined',
      what: `${where} was left as it is`,
      fix: 'answer y to go on',
    });
  }
  const lost = await recreateDatabase(connection);
  if (lost.length > 0)
    progress(`not kept, since only a superuser may set them on the database: ${lost.join(', ')}`);
  return true;
}

/** Loads every migration and seed: what is wrong with them is said while there is still something to keep. */
export async function checkFiles({ config }: Knexfile): Promise<void> {
  for (const { file } of migrationFiles(config)) await loadMigration(file);
  if (existsSync(seedFolder(config, rebuildMode()))) await loadSeeds(seedFiles(config, rebuildMode()));
}

function rebuildMode(): SeedMode {
  return env().nodeEnv === 'test' ? 'test' : 'dev';
}

function describeLoss(tables: readonly TableCount[]): string {
  const rows = tables.reduce((sum, table) => sum + (table.rows ?? 0), 0);
  const hidden = tables.filter((table) => table.rows === undefined).length;
  return [
    `${counted(tables.length, 'table')} with ${counted(rows, 'row')}`,
    ...(hidden === 0 ? [] : [`and those of ${counted(hidden, 'table')} that this role may not see`]),
  ].join(' ');
}

/** Migrates and seeds an empty database, saying how long each took. */
export async function buildDatabase(connection: ConnectionSettings, { config }: Knexfile): Promise<void> {
  const start = performance.now();
  const { applied } = await aloud(WAITING, (onStart) => migrate({ config, connection, onStart }));
  print(`migrated   ${counted(applied.length, 'migration')} in ${duration(performance.now() - start)}`);
  const mode = rebuildMode();
  const folder = seedFolder(config, mode);
  if (!existsSync(folder)) {
    print(`seeded     nothing: there is no folder ${shownPath(folder)}`);
    return;
  }
  const seeding = performance.now();
  const seeds = await aloud('connecting', (onStart) => seed({ config, connection, mode, onStart }));
  print(
    `seeded     ${counted(seeds.length, 'seed')} of the mode ${mode} in ${duration(performance.now() - seeding)}`,
  );
}
