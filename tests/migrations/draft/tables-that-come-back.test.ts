import { integer, pgTable, serial, text, uuid } from 'drizzle-orm/pg-core';
import { drafted } from './draft-scene.ts';

/* A table that goes is empty when it comes back; what refers to it is not. */

const WORDS = `
  create table words (id integer primary key, word text not null unique);
  insert into words values (1, 'one'), (2, 'two')`;

const notes = pgTable('notes', { id: integer().primaryKey() });
const notesWithWord = pgTable('notes', { id: integer().primaryKey(), wordId: integer('word_id') });

test('a column that has to refer to a table which goes with it comes back behind that', async () => {
  const { down, changed, rows } = await drafted({
    made: `${WORDS};
      create table notes (id integer primary key, word_id integer not null references words);
      insert into notes values (1, 1), (2, 2)`,
    schema: { notes },
    since: 'insert into notes values (3)',
    read: 'select n.id, w.id as word from notes n left join words w on w.id = n.word_id order by n.id',
  });
  expect(changed).toEqual([]);
  expect(rows).toEqual([
    { id: 1, word: 0 },
    { id: 2, word: 0 },
    { id: 3, word: 0 },
  ]);
  expect(down).toContain('// Decide what is in public.words for rows of public.notes that refer to it');
  expect(down).toContain('// Decide what word_id is in the rows that have none by then');
});

test('a table that goes alone gets a row for each that is referred to', async () => {
  const { down, changed, rows } = await drafted({
    made: `${WORDS};
      create table notes (id integer primary key, word_id integer references words);
      insert into notes values (1, 1), (2, 2), (3, 2), (4, null)`,
    schema: { notes: notesWithWord },
    since: 'insert into notes values (5, 77)',
    read: 'select id from words order by id',
  });
  expect(changed).toEqual([]);
  expect(rows).toEqual([{ id: 1 }, { id: 2 }, { id: 77 }]);
  expect(down).toContain('// Decide what is in public.words for rows of public.notes that refer to it');
});

test('no row stands in where nothing refers to any', async () => {
  const { changed, rows } = await drafted({
    made: `${WORDS}; create table notes (id integer primary key, word_id integer not null references words)`,
    schema: { notes },
    read: 'select id from words',
  });
  expect({ changed, rows }).toEqual({ changed: [], rows: [] });
});

test('a column that may be null, or that a default fills', async () => {
  const { down, changed, rows } = await drafted({
    made: `${WORDS};
      create table notes (
        id integer primary key,
        word_id integer references words,
        other_id integer default 2 references words);
      insert into notes values (1, 1, 2)`,
    schema: { notes },
    read: 'select n.*, w.id as word from notes n, words w order by 1, 2',
  });
  expect(changed).toEqual([]);
  expect(rows).toEqual([{ id: 1, word_id: null, other_id: 2, word: 2 }]);
  expect(down).not.toContain('word_id is in the rows');
});

test('tables that refer to each other, the last of which something refers to', async () => {
  const { changed, rows } = await drafted({
    made: `create table places (id uuid primary key, name text not null);
      create table words (
        id serial primary key,
        place_id uuid not null references places,
        above integer references words,
        kind text not null check (kind in ('noun', 'verb')),
        number integer not null unique);
      create table notes (id integer primary key, word_id integer not null references words);
      insert into places values ('00000000-0000-0000-0000-000000000001', 'here');
      insert into words values (5, '00000000-0000-0000-0000-000000000001', null, 'noun', 1);
      insert into notes values (1, 5)`,
    schema: { notes },
    read: 'select n.id, w.kind, w.number, p.name from notes n join words w on w.id = n.word_id join places p on p.id = w.place_id',
  });
  expect(changed).toEqual([]);
  expect(rows).toEqual([{ id: 1, kind: 'noun', number: 0, name: '' }]);
});

test('several tables that refer to one, whose numbers go on behind what came back', async () => {
  const { changed, rows } = await drafted({
    made: `
      create table words (id integer generated always as identity primary key, number integer not null unique);
      insert into words (number) values (1), (2), (3);
      create table notes (id integer primary key, word_id integer references words);
      create table letters (id integer primary key, word_id integer not null references words);
      insert into notes values (1, 1), (2, 3);
      insert into letters values (1, 3), (2, 2)`,
    schema: {
      notes: notesWithWord,
      letters: pgTable('letters', { id: integer().primaryKey(), wordId: integer('word_id').notNull() }),
    },
    then: 'insert into words (number) values (1000)',
    read: 'select id from words order by id',
  });
  expect(changed).toEqual([]);
  expect(rows).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }]);
});

test('a key of two columns, and one that leads elsewhere meanwhile', async () => {
  const places = pgTable('places', { id: integer().primaryKey() });
  const { changed, rows } = await drafted({
    made: `
      create table places (id integer primary key);
      create table words (id integer, lang text, unique (id, lang));
      create table others (id integer primary key);
      insert into places values (1); insert into others values (1); insert into words values (1, 'de'), (2, 'fr');
      create table notes (
        id integer primary key, word_id integer, lang text,
        place_id integer constraint notes_place_id_places_id_fk references others,
        foreign key (word_id, lang) references words (id, lang));
      insert into notes values (1, 1, 'de', 1), (2, 2, null, 1)`,
    schema: {
      places,
      notes: pgTable('notes', {
        id: integer().primaryKey(),
        wordId: integer('word_id'),
        lang: text(),
        placeId: integer('place_id').references(() => places.id),
      }),
    },
    read: 'select w.*, o.id as other from words w, others o',
  });
  expect(changed).toEqual([]);
  expect(rows).toEqual([{ id: 1, lang: 'de', other: 1 }]);
});

test('a table whose policies hold for its owner too', async () => {
  const { changed, rows } = await drafted({
    made: `create table words (id integer primary key, word text not null);
      create table notes (id integer primary key, word_id integer not null references words);
      insert into words values (1, 'one'); insert into notes values (1, 1);
      alter table words enable row level security;
      alter table words force row level security;
      create policy short on words using (length(word) < 9 and id in (select word_id from notes))`,
    schema: { notes },
    read: 'select * from words',
  });
  expect(changed).toEqual([]);
  expect(rows).toEqual([{ id: 0, word: '' }]);
});

test('a table that has nothing but numbers of its own', async () => {
  const { changed, rows } = await drafted({
    made: `create table words (id serial primary key, key uuid default gen_random_uuid() unique);
      create table notes (id integer primary key, word_id integer not null references words);
      insert into words default values; insert into notes values (1, 1)`,
    schema: { notes },
    read: 'select w.id, n.word_id from words w, notes n',
  });
  expect(changed).toEqual([]);
  expect(rows).toEqual([{ id: 1, word_id: 1 }]);
});

test('a table that others refer to which stay, beside tables that are new', async () => {
  const { changed } = await drafted({
    made: `create type mood as enum ('sad', 'glad');
      create table words (id integer primary key, mood mood not null);
      create table notes (id integer primary key, word_id integer not null references words);
      insert into words values (1, 'glad'); insert into notes values (1, 1)`,
    schema: {
      notes,
      letters: pgTable('letters', { id: serial().primaryKey(), key: uuid().unique() }),
    },
  });
  expect(changed).toEqual([]);
});

test('what comes back to a column that had to hold something only stands for it, and it is said so', async () => {
  const { down, changed } = await drafted({
    made: `create table notes (id integer primary key, title text not null, stars integer not null default 3);
      insert into notes values (1, 'one')`,
    schema: { notes },
  });
  expect(changed).toEqual([]);
  expect(down).toContain(
    "// Decide what title is in the rows that have none by then: '' only stands for it.",
  );
  expect(down).not.toContain('Decide what stars');
});
