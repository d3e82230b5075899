import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { Client } from 'pg';
import { draftMigration, migrate } from '../../../src/migrations/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import type { TestDatabase } from '../../../src/testing/index.ts';

/** Drafts what a schema wants of a database with rows, applies all of it, and gives the rows. */
async function filled(made: string, schema: object, read: string): Promise<readonly unknown[]> {
  await using database = await createTestDatabase({ migrate: false });
  await query(database, made);
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-filled-'));
  try {
    const connection = database.settings;
    const { files } = await draftMigration({ schema, connection, name: 'required' });
    files.forEach(({ name, text }, index) => {
      writeFileSync(path.join(folder, `2026010100000${index}_${name}.ts`), text);
    });
    await migrate({
      config: { client: 'pg', migrations: { directory: folder, extension: 'ts' } },
      connection,
    });
    return await query(database, read);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function query({ url }: TestDatabase, sql: string): Promise<readonly unknown[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('rows get what they lack of all columns at once, and keep what they have', async () => {
  const schema = {
    notes: pgTable('notes', {
      id: integer('id').primaryKey(),
      title: text('title').notNull().default('none'),
      stars: integer('stars').notNull().default(3),
      more: text('more').notNull(),
    }),
  };
  const rows = await filled(
    `create table notes (id integer primary key, title text, stars integer);
     insert into notes values (1, null, null), (2, 'two', null), (3, null, 5), (4, 'four', 4)`,
    schema,
    'select id, title, stars, more from notes order by id',
  );
  expect(rows).toEqual([
    { id: 1, title: 'none', stars: 3, more: '' },
    { id: 2, title: 'two', stars: 3, more: '' },
    { id: 3, title: 'none', stars: 5, more: '' },
    { id: 4, title: 'four', stars: 4, more: '' },
  ]);
});

test('rows of other partitions are not taken for those that lack something', async () => {
  const schema = {
    events: pgTable('events', { day: integer('day'), kind: text('kind').notNull().default('plain') }),
  };
  const rows = await filled(
    `create table events (day integer, kind text) partition by range (day);
     create table events_1 partition of events for values from (0) to (10);
     create table events_2 partition of events for values from (10) to (20);
     insert into events values (1, null), (11, 'precious')`,
    schema,
    'select day, kind from events order by day',
  );
  expect(rows).toEqual([
    { day: 1, kind: 'plain' },
    { day: 11, kind: 'precious' },
  ]);
});
