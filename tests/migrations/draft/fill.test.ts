import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { Client } from 'pg';
import { draftMigration, migrate } from '../../../src/migrations/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import type { TestDatabase } from '../../../src/testing/index.ts';
import { drafted } from './draft-scene.ts';

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

test('what is to stand in for nothing does so before nothing is refused', async () => {
  const schema = {
    notes: pgTable('notes', { id: integer('id').primaryKey(), title: text('title').notNull().default('') }),
  };
  const { draft, changed } = await drafted({
    made: 'create table notes (id integer primary key, title text); insert into notes values (1, null)',
    schema,
  });
  expect(draft.files.map(({ name }) => name)).toEqual(['drafted', 'drafted_fill', 'drafted_validate']);
  expect(draft.files[0]?.up.join()).toContain('default');
  expect(changed).toEqual([]);
});

test('a column that gets another name is filled by that', async () => {
  const schema = {
    notes: pgTable('notes', { id: integer('id').primaryKey(), heading: text('heading').notNull() }),
  };
  const { draft, rows } = await drafted({
    ...{
      made: 'create table notes (id integer primary key, title text); insert into notes values (1, null)',
      schema,
    },
    renames: { 'public.notes.title': 'public.notes.heading' },
    read: 'select id, title from notes',
  });
  expect(draft.files.map(({ name }) => name)).toEqual(['drafted', 'drafted_fill', 'drafted_validate']);
  expect(rows).toEqual([{ id: 1, title: '' }]);
});

test('columns whose long names begin alike', async () => {
  const [one, other] = ['one', 'other'].map(
    (end) => `a_column_with_a_name_that_is_nearly_as_long_as_names_may_be_${end}`,
  ) as [string, string];
  const schema = {
    notes: pgTable('notes', {
      id: integer('id').primaryKey(),
      one: text(one).notNull(),
      other: text(other).notNull(),
    }),
  };
  const { changed } = await drafted({
    ...{
      made: `create table notes (id integer primary key, ${one} text, ${other} text); insert into notes values (1, null, null)`,
      schema,
    },
  });
  expect(changed).toEqual([]);
});
