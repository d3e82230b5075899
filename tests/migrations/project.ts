import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import type { Client } from 'pg';

/** A folder of migrations as a project has it, and the configuration that names it. */
export interface Migrations extends Disposable {
  readonly config: Knex.Config;
  readonly folder: string;
  write(name: string, migration: string): void;
  remove(name: string): void;
}

/** Migrations by name: the text of each file, or the statements of up and down. */
export function makeMigrations(
  files: Readonly<Record<string, string>>,
  { migrations = {}, ...rest }: Knex.Config = {},
): Migrations {
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-migrations-'));
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): void => {
    writeFileSync(path.join(folder, `${name}.js`), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return {
    folder,
    config: { client: 'pg', ...rest, migrations: { directory: folder, schemaName: 'public', ...migrations } },
    write,
    remove: (name) => {
      rmSync(path.join(folder, `${name}.js`));
    },
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A migration of SQL statements, one after the other. */
export function statements(
  up: readonly string[],
  down: readonly string[],
  { transaction = true }: { readonly transaction?: boolean } = {},
): string {
  const body = (list: readonly string[]): string =>
    list.map((sql) => `  await knex.raw(${JSON.stringify(sql)});`).join('\n');
  return `${transaction ? '' : 'exports.config = { transaction: false };\n'}
exports.up = async (knex) => {
${body(up)}
};
exports.down = async (knex) => {
${body(down)}
};`;
}

/** A migration that makes a table and takes it back. */
export function table(name: string): string {
  return statements([`create table ${name} (id int)`], [`drop table ${name}`]);
}

/** What is applied, by Knex's table. */
export async function appliedIn(client: Pick<Client, 'query'>): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    'select name from public.knex_migrations order by id',
  );
  return rows.map(({ name }) => name);
}
