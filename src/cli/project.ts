import path from 'node:path';
import { env, requireDatabase, settingsFromUrl } from '../env.ts';
import { findKnexfile, loadKnexfile } from '../migrations/knexfile.ts';
import type { Knexfile } from '../migrations/knexfile.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { progress } from './terminal.ts';

/** Options of every command that works on a database. */
export const CONNECTION_OPTIONS = {
  url: { type: 'string', value: 'postgres://…', help: 'another database than DATABASE_URL' },
} as const;

/** Options of every command that needs the project's knexfile. */
export const PROJECT_OPTIONS = {
  ...CONNECTION_OPTIONS,
  knexfile: { type: 'string', value: 'path', help: "another knexfile than this folder's" },
} as const;

/** The database that a command is to work on. */
export function chosenDatabase({ url }: { url: string | undefined }): ConnectionSettings {
  return url === undefined ? requireDatabase() : settingsFromUrl(url);
}

/** The knexfile of Keelson itself, with the migrations of the namespace `auth`. */
export const OWN_KNEXFILE = path.join(__dirname, '..', '..', `knexfile${path.extname(__filename)}`);

/** The project's knexfile; in a folder without one, Keelson's own, which is said. */
export async function chosenKnexfile({ knexfile }: { knexfile: string | undefined }): Promise<Knexfile> {
  const found = knexfile ?? findKnexfile();
  if (found === undefined)
    progress("no knexfile here: using Keelson's own, with the migrations of the namespace auth");
  return await loadKnexfile({ file: found ?? OWN_KNEXFILE, environment: env().nodeEnv });
}
