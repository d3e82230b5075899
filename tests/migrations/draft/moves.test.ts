import { sql } from 'drizzle-orm';
import { integer, pgSchema, pgTable, pgView, text } from 'drizzle-orm/pg-core';
import { draftMigration } from '../../../src/migrations/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import { withClient } from '../../../src/postgres/client.ts';
import { drafted } from './draft-scene.ts';

/* Things that go to another namespace are asked for, and go with what they hold. */

const app = pgSchema('app');
const mood = app.enum('mood', ['well', 'ill']);
const people = app.table('people', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  title: text().notNull(),
  mood: mood().notNull().default('well'),
});
const notes = pgTable('notes', {
  id: integer().primaryKey(),
  person: integer().references(() => people.id),
});
const well = pgView('well', { id: integer() }).as(sql`select id from app.people where mood = 'well'`);
const MADE = `
  create type mood as enum ('well', 'ill');
  create table people (id integer primary key generated always as identity, name text not null, old text,
    mood mood not null default 'well');
  create table notes (id integer primary key, person integer references people);
  create view well as select id from people where mood = 'well';
  insert into people (name, old) values ('Ada', 'once'); insert into notes values (1, 1)`;
const SAID = {
  'public.people': 'app.people',
  'public.people.name': 'app.people.title',
  'public.people.old': null,
  'public.mood': 'app.mood',
};

test.each([false, true])('a table, its enum, its parts and what reads it; at once: %s', async (atOnce) => {
  const { draft, up, down, changed, rows } = await drafted({
    made: MADE,
    schema: { app, mood, people, notes, well },
    renames: SAID,
    atOnce,
    since: `insert into app.people (title) values ('Bob'); insert into notes values (2, 2)`,
    read: 'select p.name, p.mood, n.id from people p join notes n on n.person = p.id join well on well.id = p.id order by 3',
  });
  expect(draft.files.map(({ name }) => name)).toEqual(atOnce ? ['drafted'] : ['drafted_move', 'drafted']);
  expect(draft.destroys).toEqual([{ kind: 'column', object: 'public.people.old', rows: 1 }]);
  expect(changed).toEqual([]);
  expect(rows).toEqual([
    { name: 'Ada', mood: 'well', id: 1 },
    { name: 'Bob', mood: 'well', id: 2 },
  ]);
  expect(up).toContain('create schema app');
  expect(up).toContain('alter table public.people set schema app');
  expect(up).not.toMatch(/createTable|dropTable|create table|drop table/);
  expect(down).toContain('alter type app.mood set schema public');
  expect(down).toContain('drop schema app');
});

test('a sequence, a view and a table under a name that another one has', async () => {
  const elsewhere = pgSchema('elsewhere');
  const { draft, up, changed, rows } = await drafted({
    made: `create schema elsewhere; create sequence counter start 7;
      create table words (id integer primary key); create table letters (word integer references words);
      create materialized view all_words as select id from words; insert into words values (1)`,
    schema: {
      elsewhere,
      counter: elsewhere.sequence('counter', { startWith: 7 }),
      // What is called so here now is another table.
      letters: elsewhere.table('letters', { id: integer().primaryKey() }),
      own: pgTable('letters', { word: integer() }, () => []),
      all: elsewhere
        .materializedView('all_words', { id: integer() })
        .as(sql`select id from elsewhere.letters`),
    },
    renames: {
      'public.words': 'elsewhere.letters',
      'public.counter': 'elsewhere.counter',
      'public.all_words': 'elsewhere.all_words',
    },
    read: "select id, nextval('counter')::int as next from all_words right join words using (id)",
  });
  expect(draft.destroys).toEqual([]);
  expect(changed).toEqual([]);
  expect(rows).toEqual([{ id: 1, next: 7 }]);
  expect(up.indexOf('set schema elsewhere')).toBeLessThan(up.indexOf('rename to letters'));
});

test('where one may be the other it is asked, and what is to go is told of', async () => {
  await using database = await createTestDatabase({ migrate: false });
  await withClient(database.settings, async (client) => {
    await client.query(MADE);
  });
  const ask = { schema: { app, mood, people, notes }, connection: database.settings, prove: false };
  const { questions, files } = await draftMigration(ask);
  expect(files).toEqual([]);
  expect(questions).toEqual([
    { kind: 'enum', from: 'public.mood', candidates: ['app.mood'] },
    { kind: 'table', from: 'public.people', candidates: ['app.people'] },
  ]);
  const renames = { 'public.people': null, 'public.mood': null };
  expect((await draftMigration({ ...ask, renames })).destroys).toEqual([
    { kind: 'table', object: 'public.people', rows: 1 },
  ]);
  await expect(
    draftMigration({ ...ask, renames: { ...renames, 'public.people': 'app.persons' } }),
  ).rejects.toMatchObject({ code: 'draft/no-such-rename' });
});

test('what nothing else differs in is a migration of its own', async () => {
  const { draft, up, changed } = await drafted({
    made: 'create schema app; create table only_one (id integer primary key, n integer)',
    schema: { one: app.table('only_one', { id: integer().primaryKey(), n: integer() }), app },
    renames: { 'public.only_one': 'app.only_one' },
  });
  expect(draft.files.map(({ name }) => name)).toEqual(['drafted']);
  expect(draft.hazards.map(({ rule }) => rule)).toEqual(['rename-table-breaks-readers']);
  expect(up.trim()).toBe(
    'await knex.raw(`alter table public.only_one set schema app`);'.replaceAll('`', "'"),
  );
  expect(changed).toEqual([]);
});
