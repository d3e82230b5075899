import type { Knex } from 'knex';
import { withoutExtension } from '../load-module.ts';
import { withClient } from '../postgres/client.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { Problem } from '../problem.ts';
import { findHistory, readRows, tableName } from './history.ts';
import { dropKept, listKept } from './keep/kept.ts';
import type { Kept } from './keep/kept.ts';
import { restoreKept } from './keep/restore.ts';
import type { Restored } from './keep/restore.ts';
import { withMigrationSession } from './session/session.ts';
import type { SessionOptions } from './session/session.ts';

/** The rows that rollbacks set aside and nothing has brought back. Only looks. */
export async function keptRows({
  config,
  connection,
}: {
  readonly config: Knex.Config;
  readonly connection: ConnectionSettings;
}): Promise<readonly Kept[]> {
  return await withClient(connection, async (client) => {
    const { table, hasRecords } = await findHistory(client, config);
    return hasRecords ? await listKept(client, tableName(table)) : [];
  });
}

/** Throws them away: all, or those of one migration. */
export async function purgeKeptRows({
  migration,
  ...options
}: SessionOptions & { readonly migration?: string }): Promise<readonly Kept[]> {
  return await withMigrationSession(options, async ({ client, table }) => {
    const gone = (await listKept(client, tableName(table))).filter(
      (one) => migration === undefined || one.migration === migration,
    );
    for (const kept of gone) {
      await client.query('begin');
      await dropKept(client, kept);
      await client.query('commit');
    }
    return gone;
  });
}

/** Brings back what was set aside when a migration was taken back last: where it was applied again without its rows. */
export async function restoreKeptRows({
  migration,
  ...options
}: SessionOptions & { readonly migration: string }): Promise<readonly Restored[]> {
  return await withMigrationSession(options, async ({ client, table }) => {
    const applied = await readRows(client, table);
    if (!applied.some(({ name }) => withoutExtension(name) === withoutExtension(migration))) {
      throw notApplied(migration);
    }
    await client.query('begin');
    try {
      const restored = await restoreKept(client, { history: tableName(table), migration });
      await client.query('commit');
      return restored;
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  });
}

function notApplied(migration: string): Problem {
  return new Problem({
    code: 'migrations/not-applied',
    what: `the migration ${migration} is not applied`,
    why: 'what was set aside when it was taken back has no place before it is applied again',
    fix: 'npm run db:migrate -- --restore-kept applies it and brings the rows back',
  });
}
