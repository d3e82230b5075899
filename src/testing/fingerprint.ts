import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { filesIn, sourceFiles } from './sources.ts';

/** Everything that what is in a migrated database depends on, as far as it can be known without migrating it. */
export interface TemplateContent {
  /** Of the knexfile; files are named from here, so that two checkouts share a template. */
  readonly root: string;
  readonly config: Knex.Config;
  /** The migrations in their order, and the seeds after them. */
  readonly files: readonly string[];
  readonly major: number;
  /** Whose the tables are. */
  readonly user: string;
}

/** A new number for templates that are made in another way than those before. */
const FORMAT = 1;

/** One text for one content. */
export function fingerprint({ root, config, files, major, user }: TemplateContent): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([FORMAT, major, user, described(config)]));
  const name = (file: string): string => path.relative(root, file).replaceAll(path.sep, '/');
  // The order in which the migrations run, then all that they are made of.
  hash.update(JSON.stringify(files.map(name)));
  const folders = [...new Set(files.map((file) => path.dirname(file)))];
  for (const file of sourceFiles([...files, ...folders.flatMap(filesIn)])) {
    const content = readFileSync(file);
    hash.update(JSON.stringify([name(file), content.length]));
    hash.update(content);
  }
  return hash.digest('hex');
}

/** What of a configuration decides about the result. How to connect does not, and folders are only where it is. */
function described({ client, version, searchPath, wrapIdentifier, migrations = {} }: Knex.Config): string {
  const { tableName, schemaName, disableTransactions } = migrations;
  return JSON.stringify([
    String(client),
    version,
    searchPath,
    String(wrapIdentifier),
    ...[tableName, schemaName, disableTransactions],
  ]);
}
