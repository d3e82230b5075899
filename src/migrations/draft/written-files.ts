import path from 'node:path';
import type { Knex } from 'knex';
import { migrationDirectories } from '../knexfile.ts';
import type { DraftFile } from './draft-result.ts';
import { migrationFile } from './file.ts';
import { formatted } from './format.ts';
import type { PlannedFile } from './plan-files.ts';

/** The texts of the files, in the project's language and format. */
export async function writtenFiles(
  planned: readonly PlannedFile[],
  { config, name }: { readonly config: Knex.Config; readonly name: string },
): Promise<readonly DraftFile[]> {
  const extension = config.migrations?.extension ?? 'ts';
  const isTypeScript = extension.endsWith('ts');
  const folder =
    config.migrations === undefined ? process.cwd() : (migrationDirectories(config).at(-1) ?? '.');
  return await Promise.all(
    planned.map(async ({ suffix, isTransactional, lines, up, down, decisions, waivers }) => {
      const text = migrationFile({
        ...lines,
        isTypeScript,
        ...(!isTransactional && { transaction: false }),
        ...(waivers && { waivers }),
      });
      const own = suffix === '' ? name : `${name}_${suffix}`;
      return {
        name: own,
        // As it would be where it is to stand.
        text: await formatted(text, path.join(folder, `${own}.${extension}`)),
        ...{ up, down, isTransactional, decisions },
      };
    }),
  );
}
