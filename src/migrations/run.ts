import type { Knex } from 'knex';
import { withClient } from '../postgres/client.ts';
import { requireServerVersion } from '../postgres/server-version.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';
import { readHistory } from './history.ts';
import type { AppliedMigration } from './history.ts';
import { migrationFolder } from './knexfile.ts';
import type { MigrationFile, MigrationFolder } from './migration-folder.ts';
import { explainRun } from './run-failure.ts';
import type { Step } from './run-failure.ts';
import { withKnex } from './with-knex.ts';

/** A migration that has been run, for results. */
export interface RanMigration {
  readonly name: string;
  readonly milliseconds: number;
}

export interface RunOptions {
  /** A knexfile's configuration. */
  readonly config: Knex.Config;
  readonly connection: ConnectionSettings;
  /** The migrations that count, by their names without extension; all unless given. */
  readonly only?: ReadonlySet<string>;
  /** Called when a migration begins. That it is applied is known only when all are: they may share a transaction. */
  readonly onStart?: (name: string) => void;
}

/** Runs migrations by Knex's own migrator, in one direction, and says what really happened when one fails. */
export async function runMigrations(
  { config, connection, only, onStart }: RunOptions,
  direction: 'up' | 'down',
): Promise<readonly RanMigration[]> {
  const look = async (): Promise<readonly AppliedMigration[]> =>
    await withClient(connection, async (client) => {
      await requireServerVersion(client);
      return await readHistory(client, config);
    });
  const before = await look();
  const names = new Set(before.map(({ name }) => name));
  const folder = migrationFolder(config, [...names], only);
  refuseMissing(folder, mustBeOnDisk(before, direction, config));
  if (
    direction === 'up'
      ? folder.files().every((file) => names.has(folder.getMigrationName(file)))
      : names.size === 0
  )
    return [];

  const ran: RanMigration[] = [];
  let step: Step | undefined;
  let start = 0;
  // Knex drops a migrationSource that comes with anything about files.
  const { directory, sortDirsSeparately, loadExtensions, ...given } = (config.migrations ??
    {}) as Knex.MigratorConfigWithLifecycleHooks;
  const migrations: Knex.MigratorConfigWithLifecycleHooks = {
    ...given,
    migrationSource: folder,
    beforeAll: async (knex, all) => {
      step = { what: 'the hook beforeAll of the knexfile', inTransaction: isTransaction(knex) };
      await given.beforeAll?.(knex, all);
    },
    beforeEach: async (knex, [migration]) => {
      const { name, file } = migration as MigrationFile;
      step = {
        what: `${direction === 'up' ? '' : 'the down of '}${shownPath(file)}`,
        inTransaction: isTransaction(knex),
      };
      onStart?.(name);
      start = performance.now();
      await given.beforeEach?.(knex, [migration]);
    },
    afterEach: async (knex, [migration]) => {
      await given.afterEach?.(knex, [migration]);
      ran.push({ name: (migration as MigrationFile).name, milliseconds: performance.now() - start });
    },
    afterAll: async (knex, all) => {
      step = { what: 'the hook afterAll of the knexfile', inTransaction: isTransaction(knex) };
      await given.afterAll?.(knex, all);
    },
  };
  try {
    await withKnex({ ...config, migrations }, connection, async (knex) => {
      await (direction === 'up' ? knex.migrate.latest() : knex.migrate.rollback());
    });
  } catch (error) {
    throw await explainRun(error, { connection, config, step, before, look });
  }
  return Object.freeze(ran);
}

function isTransaction(knex: Knex): boolean {
  return knex.isTransaction === true;
}

/** What Knex cannot do without: all that is applied, or where a configuration says not to look, what is to go back. */
function mustBeOnDisk(
  applied: readonly AppliedMigration[],
  direction: 'up' | 'down',
  { migrations }: Knex.Config,
): readonly AppliedMigration[] {
  if (migrations?.disableMigrationsListValidation !== true) return applied;
  const last = Math.max(...applied.map(({ batch }) => batch));
  return direction === 'up' ? [] : applied.filter(({ batch }) => batch === last);
}

/** Knex calls this a corrupt directory and names files that it does not say how to get back. */
function refuseMissing(folder: MigrationFolder, applied: readonly AppliedMigration[]): void {
  const onDisk = new Set(folder.files().map((file) => folder.getMigrationName(file)));
  const missing = applied.filter(({ name }) => !onDisk.has(name));
  if (missing.length === 0) return;
  throw new Problem({
    code: 'migrations/missing-file',
    what: `the database has migrations that are not in ${folder.directories.map(shownPath).join(', ')}:\n${missing.map(({ name }) => `  ${name}`).join('\n')}`,
    why: 'they cannot be rolled back, and what they made may stand in the way of the others',
    fix: 'get the files back (another branch?), or rename those that were renamed to what the history has',
  });
}
