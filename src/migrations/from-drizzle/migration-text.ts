import path from 'node:path';
import type { Knex } from 'knex';
import { migrationFile } from '../draft/file.ts';
import { formatted } from '../draft/format.ts';
import { migrationDirectories } from '../knexfile.ts';
import type { PlannedMigration } from './planned.ts';

/** What a proof has shown of a migration that its reader has to know. */
export interface Remarks {
  /** Why its down cannot work. */
  readonly irreversible?: string;
  /** What its down does not bring back, or does not do. */
  readonly notes: readonly string[];
}

/** A file that is to be written. */
export interface MigrationText {
  readonly name: string;
  /** Its file, `20250102030405_wet_hulk.ts`. */
  readonly file: string;
  readonly text: string;
}

/** The texts of the files, in the project's language and format. */
export async function migrationTexts(
  planned: readonly PlannedMigration[],
  remarks: ReadonlyMap<string, Remarks>,
  config: Knex.Config,
): Promise<readonly MigrationText[]> {
  const extension = config.migrations?.extension ?? 'ts';
  const isTypeScript = extension.endsWith('ts');
  const folder = migrationDirectories(config).at(-1) ?? '.';
  return await Promise.all(
    planned.map(async ({ name, migration, up, down, isTransactional }) => {
      const { irreversible, notes = [] } = remarks.get(name) ?? {};
      const file = `${name}.${extension}`;
      const text = migrationFile({
        up,
        down: irreversible === undefined ? down : thrown(isTypeScript),
        isTypeScript,
        remarks: [`Was ${migration.tag} of drizzle-kit.`, ...notes],
        ...(!isTransactional && { transaction: false }),
        ...(irreversible !== undefined && { irreversible }),
      });
      // As it would be where it is to stand.
      return { name, file, text: await formatted(text, path.join(folder, file)) };
    }),
  );
}

function thrown(isTypeScript: boolean): string {
  return `  throw new Error(${isTypeScript ? '' : 'exports.'}irreversible);`;
}
