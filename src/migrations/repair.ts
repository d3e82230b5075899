import { checksumOf } from './checksum.ts';
import { readRows, tableName } from './history.ts';
import { planOf } from './plan.ts';
import { withMigrationSession } from './session/session.ts';
import type { SessionOptions } from './session/session.ts';

const ACCEPT = `
update keelson.migrations set checksum = $3 where history = $1 and name = $2 and gone_at is null`;

/** Accepts what the files of applied migrations say now, and names them. Runs none of them. */
export async function repair(options: SessionOptions): Promise<{ readonly accepted: readonly string[] }> {
  return await withMigrationSession(options, async ({ client, config, ledger, table }) => {
    const { edited } = planOf(config, await readRows(client, table), await ledger.applied());
    for (const { name, file } of edited) {
      await client.query(ACCEPT, [tableName(table), name, checksumOf(file)]);
    }
    return Object.freeze({ accepted: edited.map(({ name }) => name) });
  });
}
