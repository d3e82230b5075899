import { tableName } from './history.ts';
import { keepingRows } from './keep/keeping.ts';
import type { LoadedMigration } from './run-migration.ts';
import { runOne } from './run-one.ts';
import type { MigrationSession } from './session/session.ts';

/** A migration that is loaded, and its name in the history, which a stock Knex writes with an extension. */
export interface RecordedMigrationFile extends LoadedMigration {
  readonly recordedAs: string;
}

/** Runs one down, with the history's row taken away and what it destroys set aside in the same transaction. */
export async function takeBackOne(
  session: MigrationSession,
  loaded: RecordedMigrationFile,
  { number, discard }: { readonly number: string; readonly discard: boolean },
): Promise<number> {
  const history = tableName(session.table);
  return await runOne(session, loaded, 'down', {
    text: (_took, literal) => `
      with gone as (delete from ${history} where name = ${literal(loaded.recordedAs)})
      update keelson.migrations set gone_at = clock_timestamp(), gone_by = ${number}
      where history = ${literal(history)} and name = ${literal(loaded.name)} and gone_at is null`,
    ...(!discard && {
      around: async (run: () => Promise<void>) => {
        await keepingRows(session, { deploy: number, migration: loaded.name }, run);
      },
    }),
  });
}
