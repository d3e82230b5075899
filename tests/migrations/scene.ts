import { Client } from 'pg';
import { migrate, rollback } from '../../src/migrations/index.ts';
import type { MigrateResult } from '../../src/migrations/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { appliedIn, makeMigrations } from './project.ts';
import type { Migrations } from './project.ts';

/** A database, a folder of migrations, and what is done with them. */
export interface Scene extends AsyncDisposable {
  readonly migrations: Migrations;
  readonly database: TestDatabase;
  readonly client: Client;
  migrate(options?: object): Promise<MigrateResult>;
  up(options?: object): Promise<readonly string[]>;
  down(options?: object): Promise<readonly string[]>;
  applied(): Promise<readonly string[]>;
  has(table: string): Promise<boolean>;
}

/** Sets a scene. */
export async function scene(
  files: Readonly<Record<string, string>>,
  config: Parameters<typeof makeMigrations>[1] = {},
): Promise<Scene> {
  const migrations = makeMigrations(files, config);
  const database = await createTestDatabase({ migrate: false });
  const client = new Client(database.url);
  await client.connect();
  const options = { config: migrations.config, connection: database.settings };
  return {
    migrations,
    database,
    client,
    migrate: async (more = {}) => await migrate({ ...options, ...more }),
    up: async (more = {}) => (await migrate({ ...options, ...more })).applied.map(({ name }) => name),
    down: async (more = {}) => (await rollback({ ...options, ...more })).rolledBack.map(({ name }) => name),
    applied: async () => await appliedIn(client),
    has: async (name) => {
      const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
        name,
      ]);
      return rows[0]?.there === true;
    },
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await database[Symbol.asyncDispose]();
      migrations[Symbol.dispose]();
    },
  };
}
