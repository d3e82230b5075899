import { existsSync } from 'node:fs';
import type { Knex } from 'knex';
import { withClient } from '../../postgres/client.ts';
import { withScratchDatabases } from '../../postgres/scratch-database.ts';
import { requireServerVersion } from '../../postgres/server-version.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { findHistory } from '../history.ts';
import { migrationDirectories, migrationFiles } from '../knexfile.ts';
import type { MigrationFile } from '../migration-folder.ts';
import { migrate } from '../migrate.ts';
import type { NamedMigration } from './names.ts';
import { planMigrations } from './plan-migrations.ts';
import type { PlannedMigration } from './planned.ts';
import { proveMigrations } from './prove-migrations.ts';
import type { ProvenMigrations } from './prove-migrations.ts';
import { rolesMadeBy, withRoles } from './roles.ts';

export interface DraftFromDrizzleOptions {
  readonly migrations: readonly NamedMigration[];
  readonly config: Knex.Config;
  /** A server on which databases and roles may be made and dropped. */
  readonly server: ConnectionSettings;
  /** Roles that the migrations speak of and do not make. */
  readonly roles?: readonly string[];
  /** Told what is being done. */
  readonly onStep?: (step: string) => void;
  readonly signal?: AbortSignal;
}

/** Makes Knex migrations of drizzle-kit's: the up as it is, the down from what the up was seen to do, and both proven. */
export async function draftFromDrizzle(options: DraftFromDrizzleOptions): Promise<ProvenMigrations> {
  const { migrations, config, server, roles: needed = [], onStep = () => undefined, signal } = options;
  const roles = { ...rolesMadeBy(migrations.map(({ migration }) => migration)), needed };
  onStep('making a scratch database');
  const planned = await withRoles(server, roles, async () => planOnScratch(options));
  onStep('preparing the proof');
  return await proveMigrations(planned, {
    config,
    onStep,
    around: async (prove) =>
      withRoles(server, roles, async () => withScratchDatabases(server, async (make) => prove(make))),
    ...(signal !== undefined && { signal }),
  });
}

async function planOnScratch({
  migrations,
  config,
  server,
  onStep = () => undefined,
  signal,
}: DraftFromDrizzleOptions): Promise<readonly PlannedMigration[]> {
  return await withScratchDatabases(server, async (make) => {
    const connection = await make();
    if (existingFiles(config).length > 0)
      await migrate({ config, connection, onStart: onStep, ...(signal !== undefined && { signal }) });
    return await withClient(connection, async (client) => {
      const { table: history } = await findHistory(client, config);
      const version = await requireServerVersion(client);
      return await planMigrations({ client, version, config, history, onStep }, migrations);
    });
  });
}

/** The migrations that a project has already; none where its folder is not there yet. */
export function existingFiles(config: Knex.Config): readonly MigrationFile[] {
  return migrationDirectories(config).every((one) => existsSync(one)) ? migrationFiles(config) : [];
}
