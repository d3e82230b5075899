import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';
import { explainLoading, loadModule } from '../load-module.ts';
import { MigrationFolder } from './migration-folder.ts';
import type { MigrationFile } from './migration-folder.ts';

/** A project's knexfile, with the folders in it made absolute. */
export interface Knexfile {
  readonly file: string;
  readonly config: Knex.Config;
}

const NAMES = ['knexfile.ts', 'knexfile.mts', 'knexfile.cts', 'knexfile.js', 'knexfile.mjs', 'knexfile.cjs'];

const WORDS = { code: 'migrations/knexfile-does-not-load' };

/** The knexfile of a folder, or undefined when it has none. */
export function findKnexfile(cwd = process.cwd()): string | undefined {
  return NAMES.map((name) => path.join(cwd, name)).find((file) => existsSync(file));
}

/** Loads a knexfile as Knex does: the default export or the module, a function's result, the part for NODE_ENV. */
export async function loadKnexfile(
  options: { cwd?: string; file?: string; environment?: string } = {},
): Promise<Knexfile> {
  const { cwd = process.cwd(), environment = 'development' } = options;
  const file = options.file === undefined ? findKnexfile(cwd) : path.resolve(cwd, options.file);
  if (file === undefined || !existsSync(file)) {
    throw new Problem({
      code: 'migrations/no-knexfile',
      what:
        file === undefined
          ? `there is no knexfile in ${cwd}`
          : `the knexfile ${shownPath(file)} does not exist`,
      fix: 'run the command in the folder of the knexfile, or name it with --knexfile path/to/knexfile.ts',
    });
  }
  const loaded = await loadModule(file, WORDS);
  const given = loaded.default ?? loaded;
  const exported =
    typeof given === 'function'
      ? await explainLoading(file, WORDS, async () => await (given as () => unknown)())
      : given;
  if (typeof exported !== 'object' || exported === null) {
    throw new Problem({
      ...WORDS,
      what: `${shownPath(file)} exports no configuration but ${String(exported)}`,
      fix: "export default { client: 'pg', migrations: { directory: './migrations' } }",
    });
  }
  const byEnvironment = exported as Record<string, Knex.Config | undefined>;
  const config = byEnvironment[environment] ?? (exported as Knex.Config);
  return { file, config: withAbsoluteFolders(config, file) };
}

/** The folders with a configuration's migrations. */
export function migrationDirectories({ migrations }: Knex.Config): readonly string[] {
  const source: unknown = migrations?.migrationSource;
  if (source === undefined || source === null) return [migrations?.directory ?? './migrations'].flat();
  // An instance from another copy of this package is as good.
  const { directories } = source as Partial<MigrationFolder>;
  if (directories !== undefined) return directories;
  throw new Problem({
    code: 'migrations/own-source',
    what: 'the knexfile has a migrationSource of its own',
    why: 'migrations are files here, which are all loaded and checked before the first runs',
    fix: 'name their folder in migrations.directory instead; stock Knex goes on with the source: npx knex migrate:latest',
  });
}

/** The migrations of a configuration as a source; `recorded` as in MigrationFolder. */
export function migrationFolder(
  config: Knex.Config,
  recorded: readonly string[] = [],
  only?: ReadonlySet<string>,
): MigrationFolder {
  const { loadExtensions, sortDirsSeparately } = config.migrations ?? {};
  return new MigrationFolder(migrationDirectories(config), recorded, {
    ...(loadExtensions !== undefined && { loadExtensions }),
    ...(sortDirsSeparately !== undefined && { sortDirsSeparately }),
    ...(only !== undefined && { only }),
  });
}

/** The migrations of a configuration in the order in which they run. */
export function migrationFiles(config: Knex.Config): readonly MigrationFile[] {
  return migrationFolder(config).files();
}

/**
 * Knex takes folders from the knexfile's folder, since it works there; so do we, wherever we are. What stands nowhere
 * is where Knex has it by default, and a new migration is written in the language of the knexfile.
 */
function withAbsoluteFolders(config: Knex.Config, file: string): Knex.Config {
  const absolute = (folder: string | readonly string[]): string | string[] =>
    typeof folder === 'string'
      ? path.resolve(file, '..', folder)
      : folder.map((one) => path.resolve(file, '..', one));
  const { migrations = {}, seeds = {} } = config;
  return {
    ...config,
    migrations: {
      extension: path.extname(file).slice(1),
      ...migrations,
      ...((migrations.migrationSource as unknown) === undefined && {
        directory: absolute(migrations.directory ?? './migrations'),
      }),
    },
    seeds: { ...seeds, directory: absolute(seeds.directory ?? './seeds') },
  };
}
