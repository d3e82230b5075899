import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  integer,
  pgMaterializedView,
  pgPolicy,
  pgTable,
  pgView,
  primaryKey,
  serial,
  text,
} from 'drizzle-orm/pg-core';
import { countOf, drafted } from './draft-scene.ts';

/* What several differences have in common is done once. */

const words = pgTable('words', { id: integer().primaryKey(), title: bigint({ mode: 'number' }) });

test('a view of a column that gets another name and another type', async () => {
  const { up, down, changed } = await drafted({
    made: `create table words (id integer primary key, name integer);
      create view shown as select id, name as title from words;
      insert into words values (1, 2)`,
    schema: { words, shown: pgView('shown').as((qb) => qb.select().from(words)) },
    renames: { 'public.words.name': 'public.words.title' },
    atOnce: true,
  });
  expect(changed).toEqual([]);
  for (const lines of [up, down]) {
    expect(countOf(lines, 'dropView')).toBe(1);
    expect(countOf(lines, 'create view')).toBe(1);
  }
});

test('a policy over a column whose type becomes another one', async () => {
  const { up, down, changed } = await drafted({
    made: `create table words (id integer primary key, owner integer not null, place integer not null);
      alter table words enable row level security;
      create policy own on words using (owner = 1);
      create policy here on words using (place = 1);
      insert into words values (1, 2, 3)`,
    schema: {
      words: pgTable(
        'words',
        { id: integer().primaryKey(), owner: text().notNull(), place: integer().notNull() },
        () => [pgPolicy('own', { using: sql`owner = '1'` }), pgPolicy('here', { using: sql`place = 2` })],
      ),
    },
    atOnce: true,
  });
  expect(changed).toEqual([]);
  for (const lines of [up, down]) {
    expect(countOf(lines, 'create policy own')).toBe(1);
    expect(lines).not.toContain('alter policy own');
    // What is on no such column is not taken apart.
    expect(countOf(lines, 'alter policy here')).toBe(1);
  }
});

test('a default beside another type', async () => {
  const { up, down, changed } = await drafted({
    made: `create table words (id integer primary key, count integer not null default 5);
      insert into words values (1, 2)`,
    schema: {
      words: pgTable('words', { id: integer().primaryKey(), count: text().notNull().default('x') }),
    },
    atOnce: true,
    since: `update words set count = '3'`,
  });
  expect(changed).toEqual([]);
  expect([countOf(up, 'set default'), countOf(up, 'drop default')]).toEqual([1, 1]);
  expect([countOf(down, 'set default'), countOf(down, 'drop default')]).toEqual([1, 1]);
});

test.each([
  ['a serial column that becomes an identity', 'serial', integer().generatedByDefaultAsIdentity()],
  ['an identity that becomes a serial column', 'integer generated always as identity', serial()],
  ['an identity that becomes a default', 'integer generated always as identity', integer().default(7)],
  ['an identity that becomes a text', 'integer generated always as identity', text().default('x')],
])('%s', async (_, type, id) => {
  const { up, down, changed } = await drafted({
    made: `create table words (id ${type} primary key, word text);
      insert into words (word) values ('one'), ('two')`,
    schema: { words: pgTable('words', { id: id.primaryKey(), word: text() }) },
    atOnce: true,
  });
  expect(changed).toEqual([]);
  for (const lines of [up, down]) {
    expect(countOf(lines, 'drop identity')).toBeLessThanOrEqual(1);
    expect(countOf(lines, 'set default')).toBeLessThanOrEqual(1);
  }
  expect(countOf(up + down, 'drop identity')).toBe(1);
});

test('a primary key of other columns under another name', async () => {
  const { up, down, changed } = await drafted({
    made: `create table words (a integer not null, b integer not null, constraint words_pk primary key (a));
      insert into words values (1, 2)`,
    schema: {
      words: pgTable('words', { a: integer().notNull(), b: integer().notNull() }, (t) => [
        primaryKey({ name: 'words_key', columns: [t.a, t.b] }),
      ]),
    },
    atOnce: true,
  });
  expect(changed).toEqual([]);
  expect(up + down).not.toContain('rename constraint');
  expect(up).toContain("table.primary(['a', 'b'], { constraintName: 'words_key' })");
  expect(down).toContain("table.primary(['a'], { constraintName: 'words_pk' })");
});

test('what is not looked at cannot fail', async () => {
  const places = pgTable('places', { id: integer().primaryKey() });
  const { draft, changed } = await drafted({
    made: `create table places (id integer primary key); insert into places values (1);
      create table words (id integer primary key, place integer); insert into words values (1, 1)`,
    schema: {
      places,
      words: pgTable(
        'words',
        { id: integer().primaryKey(), place: integer().references(() => places.id) },
        (t) => [check('positive', sql`${t.place} > 0`)],
      ),
    },
  });
  expect(changed).toEqual([]);
  const [first = '', validating = ''] = draft.files.map((one) => one.text);
  expect(first).toContain('not valid');
  expect(first).not.toContain('Fails where');
  expect(countOf(validating, 'Fails where')).toBe(2);
});

test('a check of a column that stays is not taken apart for another one', async () => {
  const { up } = await drafted({
    made: `create table words (
        id integer primary key, place integer, other integer,
        constraint placed check (place > 0), constraint othered check (other > 0));
      create index words_place on words (place);
      insert into words values (1, 2, 2)`,
    schema: {
      words: pgTable(
        'words',
        { id: integer().primaryKey(), place: bigint({ mode: 'number' }), other: integer() },
        (t) => [check('placed', sql`${t.place} > 1`), check('othered', sql`${t.other} > 1`)],
      ),
    },
    atOnce: true,
  });
  const at = (part: string): number => up.indexOf(part);
  // What is on the column is out of its way; the other one is changed where it stands.
  expect(at('drop constraint placed')).toBeLessThan(at('alter column place'));
  expect(at('drop constraint othered')).toBeGreaterThan(at('alter column place'));
  expect(countOf(up, 'drop constraint')).toBe(2);
});

test('a view that becomes one of the other kind is not in the way of what it read', async () => {
  const table = pgTable('words', { id: integer().primaryKey(), name: integer() });
  const { up, down, changed } = await drafted({
    made: `create table words (
        id integer primary key, name text, made text generated always as (lower(name)) stored);
      create view shown as select id, name, made from words;
      insert into words (id, name) values (1, '2')`,
    schema: {
      words: table,
      shown: pgMaterializedView('shown').as((qb) => qb.select().from(table)),
    },
    atOnce: true,
  });
  expect(changed).toEqual([]);
  expect([countOf(up, 'create view'), countOf(up, 'create materialized view')]).toEqual([0, 1]);
  expect([countOf(down, 'create view'), countOf(down, 'create materialized view')]).toEqual([1, 0]);
});

test('a calculated column that moves between two whose types both change', async () => {
  const { up, down, changed, rows } = await drafted({
    made: `create table words (id integer primary key, a integer, b text,
        made text generated always as ((a + 1)::text) stored);
      insert into words values (1, 2, '30')`,
    schema: {
      words: pgTable('words', {
        id: integer().primaryKey(),
        a: bigint({ mode: 'number' }),
        b: integer(),
        made: text().generatedAlwaysAs(sql`(b + 1)::text`),
      }),
    },
    read: 'select a, b, made from words',
    atOnce: true,
  });
  expect(changed).toEqual([]);
  expect(rows).toEqual([{ a: 2, b: '30', made: '3' }]);
  for (const lines of [up, down]) {
    expect(countOf(lines, "specificType('made'")).toBe(1);
    expect(lines).not.toContain('set expression');
  }
});
