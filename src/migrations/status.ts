import type { Knex } from 'knex';
import { withClient } from '../postgres/client.ts';
import { requireServerVersion } from '../postgres/server-version.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { findHistory, readRows, tableName } from './history.ts';
import { migrationFolder } from './knexfile.ts';
import { isThere, Ledger } from './ledger.ts';
import type { RecordedDeploy } from './ledger.ts';
import { planOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { isBeingMigrated } from './running.ts';
import { lockHolder } from './session/lock.ts';
import type { LockHolder } from './session/lock.ts';

export interface MigrationStatus extends Plan {
  /** The last deploys, newest first; empty where none is recorded. */
  readonly deploys: readonly RecordedDeploy[];
  /** Who migrates at this moment: a deploy of ours, or a stock Knex or what one left behind. */
  readonly lockedBy: LockHolder | 'knex' | undefined;
}

/** How many deploys are worth looking back at. */
const DEPLOYS = 5;

/** What is applied and what is not, and who did it. Only looks: unlike stock Knex it makes no table. */
export async function status({
  config,
  connection,
}: {
  config: Knex.Config;
  connection: ConnectionSettings;
}): Promise<MigrationStatus> {
  migrationFolder(config);
  return await withClient(connection, async (client) => {
    await requireServerVersion(client);
    const { table, isThere: hasHistory } = await findHistory(client, config);
    const history = tableName(table);
    const ledger = (await isThere(client)) ? new Ledger(client, history) : undefined;
    const applied = hasHistory ? await readRows(client, table) : [];
    const holder = await lockHolder(client, history);
    const isKnex = holder === undefined && (await isBeingMigrated(client, table.name));
    return Object.freeze({
      ...planOf(config, applied, (await ledger?.applied()) ?? []),
      deploys: (await ledger?.lastDeploys(DEPLOYS)) ?? [],
      lockedBy: holder ?? (isKnex ? 'knex' : undefined),
    });
  });
}
