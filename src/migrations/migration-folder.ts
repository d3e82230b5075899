import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';
import { isSource, loadModule, withoutExtension } from '../load-module.ts';

/** A migration on disk: its name in the history, which has no extension, and its file. */
export interface MigrationFile {
  readonly name: string;
  readonly file: string;
}

/** What Knex lets a configuration say about its folders. */
type FolderOptions = Pick<Knex.MigratorConfig, 'loadExtensions' | 'sortDirsSeparately'> & {
  /** The names without extension that count; all unless given. */
  readonly only?: ReadonlySet<string>;
};

/**
 * The migrations of one or more folders as Knex asks for them. The history holds names without extension,
 * so that what was applied as .ts in development is known as .js in production.
 */
export class MigrationFolder implements Knex.MigrationSource<MigrationFile> {
  readonly directories: readonly string[];
  readonly #recordedAs: ReadonlyMap<string, string>;
  readonly #options: FolderOptions;

  /** `recorded`: names that the history already holds; a name with extension, as stock Knex writes it, stays as it is. */
  constructor(
    directories: string | readonly string[],
    recorded: readonly string[] = [],
    options: FolderOptions = {},
  ) {
    this.directories = [directories].flat().map((directory) => path.resolve(directory));
    this.#recordedAs = new Map(recorded.map((name) => [withoutExtension(name), name]));
    this.#options = options;
  }

  /** The migrations in the order in which they run: by name, whatever the folder, unless the folders go one by one. */
  files(): readonly MigrationFile[] {
    const { loadExtensions, sortDirsSeparately = false, only } = this.#options;
    const folders = this.directories.map((directory) =>
      readFolder(directory).filter(
        ({ name, file }) =>
          (loadExtensions?.includes(path.extname(file)) ?? true) && (only?.has(name) ?? true),
      ),
    );
    const files = sortDirsSeparately ? folders.flatMap(byName) : byName(folders.flat());
    const known = new Map<string, string>();
    for (const { name, file } of files) {
      const other = known.get(name);
      known.set(name, file);
      if (other === undefined) continue;
      throw new Problem({
        code: 'migrations/duplicate',
        what: `two files are the migration ${name}:\n  ${shownPath(other)}\n  ${shownPath(file)}`,
        why: 'the history knows a migration by its name without extension, so it would run twice or not at all',
        fix: 'remove or rename one of them',
      });
    }
    return files;
  }

  getMigrations(): Promise<MigrationFile[]> {
    return Promise.resolve([...this.files()]);
  }

  getMigrationName({ name }: MigrationFile): string {
    return this.#recordedAs.get(name) ?? name;
  }

  async getMigration({ file }: MigrationFile): Promise<Knex.Migration> {
    return await loadMigration(file);
  }
}

/** Loads a migration and makes sure that it can be run both ways. */
export async function loadMigration(file: string): Promise<Knex.Migration> {
  const loaded = await loadModule(file, {
    code: 'migrations/does-not-load',
    why: 'no migration has been run',
  });
  const migration = (typeof loaded.up === 'function' ? loaded : (loaded.default ?? loaded)) as Record<
    string,
    unknown
  >;
  const missing = ['up', 'down'].filter((name) => typeof migration[name] !== 'function');
  if (missing.length > 0) {
    throw new Problem({
      code: 'migrations/no-up-or-down',
      what: `${shownPath(file)} does not export ${missing.join(' and ')}`,
      why: 'a migration that cannot go back leaves nothing to do when a deploy fails; no migration has been run',
      fix: `export async function ${missing[0] ?? 'up'}(knex) { … }; when there is nothing to do, an empty body says so`,
    });
  }
  return migration as unknown as Knex.Migration;
}

function byName(files: readonly MigrationFile[]): MigrationFile[] {
  return [...files].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function readFolder(directory: string): MigrationFile[] {
  if (!existsSync(directory)) {
    throw new Problem({
      code: 'migrations/no-folder',
      what: `the migrations folder ${shownPath(directory)} does not exist`,
      why: 'without it every migration in the history would look deleted',
      fix: 'correct migrations.directory in the knexfile, or npm run db:migrate:make name, which makes the folder',
    });
  }
  return readdirSync(directory)
    .filter((entry) => isSource(entry))
    .map((entry) => ({ name: withoutExtension(entry), file: path.join(directory, entry) }));
}
