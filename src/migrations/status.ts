import type { Knex } from 'knex';
import { withClient } from '../postgres/client.ts';
import { requireServerVersion } from '../postgres/server-version.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { readHistory } from './history.ts';
import type { AppliedMigration } from './history.ts';
import { migrationFiles } from './knexfile.ts';
import { withoutExtension } from '../load-module.ts';
import type { MigrationFile } from './migration-folder.ts';

export interface MigrationStatus {
  readonly applied: readonly AppliedMigration[];
  readonly pending: readonly MigrationFile[];
  /** Applied, and not on disk. */
  readonly missing: readonly AppliedMigration[];
}

/** What is applied and what is not. Only looks: unlike stock Knex it makes no table. */
export async function status({
  config,
  connection,
}: {
  config: Knex.Config;
  connection: ConnectionSettings;
}): Promise<MigrationStatus> {
  const files = migrationFiles(config);
  const applied = await withClient(connection, async (client) => {
    await requireServerVersion(client);
    return await readHistory(client, config);
  });
  const names = new Set(applied.map(({ name }) => withoutExtension(name)));
  const onDisk = new Set(files.map(({ name }) => name));
  return Object.freeze({
    applied,
    pending: files.filter(({ name }) => !names.has(name)),
    missing: applied.filter(({ name }) => !onDisk.has(withoutExtension(name))),
  });
}
