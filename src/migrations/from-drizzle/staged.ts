import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { migrationDirectories } from '../knexfile.ts';
import type { MigrationText } from './migration-text.ts';

/** Runs `use` with a configuration that has some files beside those of the project, which are not written yet. */
export async function withStaged<Result>(
  config: Knex.Config,
  texts: readonly MigrationText[],
  use: (config: Knex.Config) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-adopt-'));
  try {
    for (const { file, text } of texts) writeFileSync(path.join(folder, file), text);
    const { migrationSource: _source, ...migrations } = config.migrations ?? {};
    const known = migrationDirectories(config).filter((one) => existsSync(one));
    return await use({
      ...config,
      // One order for all of them, as they will have in one folder.
      migrations: { ...migrations, directory: [...known, folder], sortDirsSeparately: false },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
