import { checksumOf } from './checksum.ts';
import { tableName } from './history.ts';
import { restoreKept } from './keep/restore.ts';
import type { Restored } from './keep/restore.ts';
import { markStanding } from './keep/standing.ts';
import type { LoadedMigration } from './run-migration.ts';
import { runOne } from './run-one.ts';
import type { MigrationSession } from './session/session.ts';

/** Applies one migration with its record in Knex's table and in ours. */
export async function applyOne(
  session: MigrationSession,
  loaded: LoadedMigration,
  {
    deploy: number,
    batch,
    restored,
  }: { readonly deploy: string; readonly batch: number; readonly restored: Restored[] | undefined },
): Promise<number> {
  const checksum = checksumOf(loaded.file);
  const history = tableName(session.table);
  let back: readonly Restored[] = [];
  const milliseconds = await runOne(session, loaded, 'up', {
    text: (took, literal) => `
      with known as (
        insert into ${history} (name, batch, migration_time)
        values (${literal(loaded.name)}, ${batch}, clock_timestamp()) returning id
      )
      insert into keelson.migrations (deploy, history, row, name, checksum, milliseconds)
      select ${number}, ${literal(history)}, id, ${literal(loaded.name)}, ${literal(checksum)}, ${took} from known`,
    ...(restored !== undefined && {
      around: async (run: () => Promise<void>) => {
        await markStanding(session.client, { history, migration: loaded.name });
        await run();
        back = await restoreKept(session.client, { history, migration: loaded.name });
      },
    }),
  });
  restored?.push(...back);
  return milliseconds;
}
