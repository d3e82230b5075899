import path from 'node:path';
import type { Knex } from 'knex';
import { loadKnexfile, migrationFiles } from '../migrations/index.ts';
import type { Knexfile, SeedMode } from '../migrations/index.ts';
import { seedFiles } from '../migrations/seed.ts';
import { fingerprint } from './fingerprint.ts';
import { inOptions } from './in-options.ts';
import type { Maintenance } from './maintenance.ts';
import { templateName } from './name.ts';

/** What a template is to hold. */
export interface TemplateOptions {
  /** The knexfile whose migrations make the database; the one in the working directory unless it is named. */
  readonly knexfile?: string;
  /** The same for who has loaded it. */
  readonly loaded?: Knexfile;
  /** Seeds of that mode, run after the migrations. None unless it is given. */
  readonly seed?: SeedMode;
}

/** The template that the project would have now, whether it is there or not. */
export interface WantedTemplate {
  readonly name: string;
  /** For the person who finds it on a server. */
  readonly project: string;
}

/** The same with all that it takes to make it. */
export interface TemplatePlan extends WantedTemplate {
  readonly knexfile: string;
  readonly config: Knex.Config;
  readonly mode: SeedMode | undefined;
  /** The migrations, and the seeds after them. */
  readonly files: readonly string[];
}

/** Reads the project: which template does it want, on this server? */
export async function planTemplate(
  { major, user }: Maintenance,
  { knexfile: given, loaded, seed: mode }: TemplateOptions,
): Promise<TemplatePlan> {
  const { config, file: knexfile } =
    loaded ?? (await inOptions(async () => await loadKnexfile(given === undefined ? {} : { file: given })));
  const root = path.dirname(knexfile);
  const files = [
    ...migrationFiles(config).map((migration) => migration.file),
    ...(mode === undefined ? [] : seedFiles(config, mode)),
  ];
  const name = templateName(fingerprint({ root, config, files, major, user }));
  return { name, project: path.basename(root), knexfile, config, mode, files };
}
