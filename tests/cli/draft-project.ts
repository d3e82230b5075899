import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { startTestServer } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { keelson } from './keelson.ts';
import type { Outcome } from './keelson.ts';
import { makeProject } from './project.ts';
import type { Project } from './project.ts';

const FIRST = `
  import type { Knex } from 'knex';
  export async function up(knex: Knex): Promise<void> {
    await knex.schema.createTable('users', (table) => {
      table.text('id').primary({ constraintName: 'users_pkey' });
      table.text('name');
    });
  }
  export async function down(knex: Knex): Promise<void> {
    await knex.schema.dropTable('users');
  }`;

/** A schema with one table that has these columns. */
export const schema = (columns: string): string => `
  import { integer, pgTable, text } from 'drizzle-orm/pg-core';
  export const users = pgTable('users', { id: text('id').primaryKey(), ${columns} });`;

/** A project with a schema and one migration. */
export function projectWith(columns: string): Project {
  return makeProject({
    'migrations/20260101000000_users.ts': FIRST,
    'src/db/schema.ts': schema(columns),
    '.prettierrc': '{ "singleQuote": true }',
  });
}

/** Runs a command in a project, with the server of the tests for what is tried out. */
export async function run(
  { folder }: Project,
  words: readonly string[],
  database?: TestDatabase,
): Promise<Outcome> {
  const { url } = await startTestServer();
  return await keelson(words, {
    cwd: folder,
    env: { TEST_DATABASE_URL: url, ...(database !== undefined && { DATABASE_URL: database.url }) },
  });
}

/** The migrations that were made. */
export function migrations({ folder }: Project): readonly string[] {
  return readdirSync(path.join(folder, 'migrations')).filter((file) => !file.startsWith('20260101'));
}

/** The text of the one whose name ends so. */
export function textOf({ folder }: Project, end: string): string {
  const file = readdirSync(path.join(folder, 'migrations')).find((name) => name.endsWith(end));
  return readFileSync(path.join(folder, 'migrations', file ?? ''), 'utf8');
}

/** The rows of a query. */
export async function query(database: TestDatabase, sql: string): Promise<readonly object[]> {
  const client = new Client(database.url);
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}
