import type { Knex } from 'knex';
import { withClient } from '../postgres/client.ts';
import { requireServerVersion } from '../postgres/server-version.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { findHistory, readRows, tableName } from './history.ts';
import { listKept } from './keep/kept.ts';
import type { Kept } from './keep/kept.ts';
import { migrationFiles, migrationFolder } from './knexfile.ts';
import { Ledger } from './ledger.ts';
import type { RecordedDeploy } from './ledger.ts';
import type { MigrationFile } from './migration-folder.ts';
import { planOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { irreversibleOf, readProofs, unprovenOf } from './proof/lock-file.ts';
import { isBeingMigrated } from './running.ts';
import { lockHolder } from './session/lock.ts';
import type { LockHolder } from './session/lock.ts';

export interface MigrationStatus extends Plan {
  /** The last deploys and ways back, newest first; empty where none is recorded. */
  readonly deploys: readonly RecordedDeploy[];
  /** Without a proof of their way back, as their files are now. */
  readonly unproven: readonly MigrationFile[];
  /** Why some cannot be taken back, by their names. */
  readonly irreversible: ReadonlyMap<string, string>;
  /** The rows that rollbacks set aside. */
  readonly kept: readonly Kept[];
  /** Whether there are records of deploys that this role may not read. */
  readonly areRecordsHidden: boolean;
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
    const { table, isThere, hasRecords, mayReadRecords } = await findHistory(client, config);
    const history = tableName(table);
    const ledger = mayReadRecords ? new Ledger(client, history) : undefined;
    const applied = isThere ? await readRows(client, table) : [];
    const holder = await lockHolder(client, history);
    const isKnex = holder === undefined && (await isBeingMigrated(client, table.name));
    const files = migrationFiles(config);
    const proofs = readProofs(config);
    return Object.freeze({
      areRecordsHidden: hasRecords && !mayReadRecords,
      unproven: unprovenOf(files, proofs),
      irreversible: irreversibleOf(files, proofs),
      kept: mayReadRecords ? await listKept(client, history) : [],
      ...planOf(config, applied, (await ledger?.applied()) ?? []),
      deploys: (await ledger?.lastRuns(DEPLOYS)) ?? [],
      lockedBy: holder ?? (isKnex ? 'knex' : undefined),
    });
  });
}
