// Keys, indexes, checks and foreign keys that become others while an application works, and back.
import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { DraftFile } from '../../../src/migrations/index.ts';
import { drafted } from './draft-scene.ts';
import type { DraftScene } from './draft-scene.ts';

const SEATS = `create table seats (row integer not null, place integer not null, guest text, constraint seats_pkey primary key (row));
  insert into seats values (1, 1, 'a'), (2, 1, 'b'), (3, 2, null)`;

async function there(scene: DraftScene): Promise<readonly DraftFile[]> {
  const { draft, changed } = await drafted(scene);
  expect(changed).toEqual([]);
  return draft.files;
}

/** The statements that speak of a name, in order. */
function about(files: readonly DraftFile[], way: 'up' | 'down', name: string): readonly string[] {
  const ordered = way === 'up' ? files : files.toReversed();
  return ordered
    .flatMap((file) => file[way])
    .map((one) => one.replaceAll('"', '').replaceAll(/\s+/g, ' ').trim().toLowerCase())
    .filter((one) => one.includes(name));
}

test('a primary key on other columns is built beside the old one and takes its place in one statement', async () => {
  const seats = pgTable(
    'seats',
    { row: integer().notNull(), place: integer().notNull(), guest: text() },
    (t) => [primaryKey({ name: 'seats_pkey', columns: [t.row, t.place] })],
  );
  const files = await there({ made: SEATS, schema: { seats } });
  expect(files.map(({ name }) => name)).toEqual(['drafted_indexes']);
  const steps = (columns: string): readonly RegExp[] => [
    new RegExp(
      `^create unique index concurrently seats_pkey_next on public.seats (using btree )?\\(${columns}\\)$`,
    ),
    /^alter table public.seats drop constraint seats_pkey, add constraint seats_pkey primary key using index seats_pkey_next$/,
  ];
  expect(about(files, 'up', 'seats_pkey')).toEqual(
    steps('row, place').map((one) => expect.stringMatching(one) as unknown),
  );
  expect(about(files, 'down', 'seats_pkey')).toEqual(
    steps('row').map((one) => expect.stringMatching(one) as unknown),
  );
});

test('a unique constraint that becomes an index of its name, and the other way round, is never without either', async () => {
  const made = `create table seats (id integer primary key, place integer, guest text, constraint by_place unique (place));
    create unique index by_guest on seats (guest);
    insert into seats values (1, 1, 'a'), (2, 2, 'b')`;
  const seats = pgTable('seats', { id: integer().primaryKey(), place: integer(), guest: text() }, (t) => [
    uniqueIndex('by_place').on(t.place),
    unique('by_guest').on(t.guest),
  ]);
  const files = await there({ made, schema: { seats } });
  for (const way of ['up', 'down'] as const)
    for (const name of ['by_place', 'by_guest']) {
      const [first = '', ...others] = about(files, way, name);
      expect(first).toMatch(new RegExp(`^create unique index concurrently ${name}_next `));
      expect(others.join(';')).toContain('drop');
    }
});

test('two indexes that change their names with each other', async () => {
  const made = `create table seats (id integer primary key, place integer, guest text);
    create index one on seats (place); create index two on seats (guest);
    insert into seats values (1, 1, 'a')`;
  const seats = pgTable('seats', { id: integer().primaryKey(), place: integer(), guest: text() }, (t) => [
    index('two').on(t.place),
    index('one').on(t.guest),
  ]);
  expect((await there({ made, schema: { seats } })).length).toBeGreaterThan(0);
});

test('a primary key of another name and other columns', async () => {
  const seats = pgTable(
    'seats',
    { row: integer().notNull(), place: integer().notNull(), guest: text() },
    (t) => [primaryKey({ name: 'seats_key', columns: [t.place, t.row] })],
  );
  const files = await there({ made: SEATS, schema: { seats } });
  expect(about(files, 'up', 'primary key')).toHaveLength(1);
});

test('a check and a foreign key that say something else hold for new rows first', async () => {
  const made = `create table halls (id integer primary key); insert into halls values (1), (2);
    create table seats (id integer primary key, place integer, hall integer,
      constraint seats_place check (place > 0), constraint seats_hall foreign key (hall) references halls (id));
    insert into seats values (1, 1, 1), (2, 2, 2)`;
  const halls = pgTable('halls', { id: integer().primaryKey() });
  const seats = pgTable('seats', { id: integer().primaryKey(), place: integer(), hall: integer() }, (t) => [
    check('seats_place', sql`${t.place} > -1`),
    foreignKey({ name: 'seats_hall', columns: [t.hall], foreignColumns: [halls.id] }).onDelete('cascade'),
  ]);
  const files = await there({ made, schema: { halls, seats } });
  expect(files.map(({ name }) => name)).toEqual(['drafted', 'drafted_validate']);
  for (const name of ['seats_place', 'seats_hall']) {
    const [drop, add, validate, ...more] = about(files, 'up', name);
    expect(drop).toMatch(/drop constraint/);
    expect(add).toMatch(/not valid$/);
    expect(validate).toMatch(/validate constraint/);
    expect(more).toEqual([]);
  }
});

test('at once, rows get what they lack before it is required', async () => {
  const seats = pgTable(
    'seats',
    {
      row: integer().notNull(),
      place: integer().notNull(),
      guest: text().notNull(),
      paid: integer().notNull(),
    },
    (t) => [primaryKey({ name: 'seats_pkey', columns: [t.row] }), unique('by_guest').on(t.guest)],
  );
  const { draft, changed, rows } = await drafted({
    ...{ made: SEATS, schema: { seats }, atOnce: true },
    read: 'select row, place from seats order by row',
  });
  expect(draft.files).toHaveLength(1);
  expect(draft.files[0]?.decisions).toEqual([
    expect.stringContaining('public.seats.guest'),
    expect.stringContaining('public.seats.paid'),
  ]);
  expect(changed).toEqual([]);
  expect(rows).toHaveLength(3);
});
