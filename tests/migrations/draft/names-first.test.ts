import { sql } from 'drizzle-orm';
import { check, integer, pgTable, pgView, text } from 'drizzle-orm/pg-core';
import { drafted } from './draft-scene.ts';

/* New names come first, so that what follows is written in them; one that is still another's waits. */

test('a name that is taken is waited for by no other one', async () => {
  const { up, down, changed, rows } = await drafted({
    made: `create table words (id integer primary key, a text, x text, b integer);
      insert into words values (1, 'a', 'x', 2)`,
    schema: {
      words: pgTable('words', { id: integer().primaryKey(), x: text(), y: integer() }, (t) => [
        check('positive', sql`${t.y} > 0`),
      ]),
    },
    renames: {
      'public.words.a': 'public.words.x',
      'public.words.x': null,
      'public.words.b': 'public.words.y',
    },
    atOnce: true,
    read: 'select a, x, b from words',
  });
  expect(changed).toEqual([]);
  expect(rows).toEqual([{ a: 'a', x: null, b: 2 }]);
  expect(up).toContain('check (y > 0)');
  expect(up.indexOf("'b', 'y'")).toBeLessThan(up.indexOf('check (y > 0)'));
  expect(up.indexOf("'a', 'x'")).toBeGreaterThan(up.indexOf("dropColumn('x')"));
  expect(down.indexOf("'y', 'b'")).toBeGreaterThan(-1);
});

test('columns of a table that has to wait for its name, and a table beside it', async () => {
  const { up, changed, rows } = await drafted({
    made: `create table words (id integer primary key, name text);
      create table notes (id integer primary key, name text);
      create table letters (id integer primary key, word integer references words);
      create view shown as select name from words;
      create function noted() returns trigger language plpgsql as $$ begin return new; end $$;
      create trigger noting before insert on notes for each row execute function noted();
      create trigger wording before insert on words for each row execute function noted();
      insert into words values (1, 'one'); insert into notes values (1, 'note'); insert into letters values (1, 1)`,
    schema: {
      notes: pgTable('notes', { id: integer().primaryKey(), title: text() }),
      papers: pgTable('papers', { id: integer().primaryKey(), size: integer().notNull().default(1) }),
    },
    renames: {
      'public.words': 'public.notes',
      'public.notes': null,
      'public.words.name': 'public.notes.title',
      'public.letters': 'public.papers',
      'public.letters.word': null,
    },
    atOnce: true,
    read: 'select w.name, n.name as note from words w left join notes n on true',
  });
  expect(changed).toEqual([]);
  expect(rows).toEqual([{ name: 'one', note: null }]);
  expect(up).not.toContain('trigger');
  expect(up.indexOf("'letters', 'papers'")).toBeLessThan(up.indexOf("dropTable('notes')"));
  expect(up.indexOf("'words', 'notes'")).toBeGreaterThan(up.indexOf("dropTable('notes')"));
});

test('a view that reads a new column in the place of one that goes is another query, and no other name', async () => {
  const { up, changed } = await drafted({
    made: `create table words (id integer primary key, old integer);
      create view shown as select id, old from words`,
    schema: {
      words: pgTable('words', { id: integer().primaryKey(), fresh: integer() }),
      shown: pgView('shown', { id: integer(), fresh: integer() }).as(sql`select id, fresh from words`),
    },
    renames: { 'public.words.old': null },
  });
  expect(changed).toEqual([]);
  expect(up).not.toContain('rename column');
});
