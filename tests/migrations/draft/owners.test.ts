import { integer, pgTable, pgView } from 'drizzle-orm/pg-core';
import { countOf, drafted } from './draft-scene.ts';

/* What goes along with a table, though no schema declares it, and what only seems to go. */

const notes = pgTable('notes', { id: integer().primaryKey() });

test('whose something is is said only where it is not whoever makes it', async () => {
  const { down, changed } = await drafted({
    made: `create table notes (id integer primary key);
      create table words (a integer, b integer, c integer);
      create statistics ours on a, b from words;
      create statistics theirs on b, c from words;
      alter statistics theirs owner to pg_database_owner`,
    schema: { notes },
  });
  expect(changed).toEqual([]);
  expect(countOf(down, 'create statistics')).toBe(2);
  expect(countOf(down, 'owner to')).toBe(1);
  expect(down).toContain('alter statistics public.theirs owner to pg_database_owner');
});

test('a column that a view shows no more is destroyed in no table', async () => {
  const words = pgTable('words', { id: integer().primaryKey(), a: integer(), b: integer() });
  const { draft, changed } = await drafted({
    made: `create table words (id integer primary key, a integer, b integer, c integer);
      create view shown as select id, a, b from words;
      insert into words values (1, 1, 1, 1)`,
    schema: {
      words,
      shown: pgView('shown').as((qb) => qb.select({ id: words.id, b: words.b }).from(words)),
    },
  });
  expect(changed).toEqual([]);
  expect(draft.destroys).toEqual([{ kind: 'column', object: 'public.words.c', rows: 1 }]);
});
