import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './keelson.ts';

export interface Project extends Disposable {
  readonly folder: string;
  write(file: string, content: string): void;
}

const KNEXFILE = `
  import path from 'node:path';
  export default {
    client: 'pg',
    migrations: { directory: './migrations', schemaName: 'public' },
    seeds: { directory: './seeds' },
  };`;

/** Somebody's project: a folder with a knexfile, and whatever files a test puts there. */
export function makeProject(
  files: Readonly<Record<string, string>> = {},
  { knexfile = KNEXFILE }: { knexfile?: string | undefined } = {},
): Project {
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-project-'));
  // For root the embedded server runs as another user, who has to get in.
  chmodSync(folder, 0o755);
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  const write = (file: string, content: string): void => {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  };
  if (knexfile !== '') write('knexfile.ts', knexfile);
  for (const [file, content] of Object.entries(files)) write(file, content);
  return {
    folder,
    write,
    [Symbol.dispose]: () => {
      // What is still being written by a process that is just ending is tried again.
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** A migration that makes a table and takes it back. */
export function tableMigration(table: string): string {
  return `
    import type { Knex } from 'knex';
    export async function up(knex: Knex): Promise<void> {
      await knex.schema.createTable('${table}', (t) => { t.integer('id'); });
    }
    export async function down(knex: Knex): Promise<void> {
      await knex.schema.dropTable('${table}');
    }`;
}
