// The type of a key changes by a column beside, with all that counts in it and leads to it, while the old release writes.
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import {
  bigint,
  bigserial,
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import { mayDiffer, migrate } from '../../../src/migrations/index.ts';
import { deployed } from './deployed.ts';
import type { Deployed } from './deployed.ts';
import { drafted } from './draft-scene.ts';

const MADE = `
  create table people (
    id integer generated always as identity (start 5 increment 5) primary key,
    number integer not null,
    name text,
    above integer references people (id),
    constraint people_number_key unique (number)
  );
  create unique index people_name_number_index on people (name, number);
  create table letters (
    id serial primary key,
    person integer not null references people (id) on update cascade on delete cascade,
    number integer references people (number) on delete set null
  );
  comment on constraint people_pkey on people is 'who it is';
  insert into people (number, name) select n, 'name ' || n from generate_series(1, 30) n;
  update people set above = 5 where id > 5;
  insert into letters (person, number) select n * 5, n from generate_series(1, 30) n`;

const people = pgTable(
  'people',
  {
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity({ startWith: 5, increment: 5 }).primaryKey(),
    number: bigint({ mode: 'number' }).notNull(),
    name: text(),
    above: bigint({ mode: 'number' }).references((): AnyPgColumn => people.id),
  },
  (t) => [
    unique('people_number_key').on(t.number),
    uniqueIndex('people_name_number_index').on(t.name, t.number),
  ],
);
const letters = pgTable(
  'letters',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    person: bigint({ mode: 'number' }).notNull(),
    number: bigint({ mode: 'number' }),
  },
  (t) => [
    foreignKey({ columns: [t.person], foreignColumns: [people.id] })
      .onUpdate('cascade')
      .onDelete('cascade'),
    foreignKey({ columns: [t.number], foreignColumns: [people.number] }).onDelete('set null'),
  ],
);
const SCHEMA = { people, letters };

const ALL = `
  select 'person' as of, id::text, number::text, above::text from people
  union all select 'letter', id::text, number::text, person::text from letters order by 1, 2`;

let here: Deployed;

beforeEach(async () => {
  here = await deployed(MADE, SCHEMA);
});

afterEach(async () => {
  await here[Symbol.asyncDispose]();
});

/** What an application does that knows nothing of it; says what the counters gave out. */
let last = 1000;
async function work(): Promise<readonly number[]> {
  last += 1;
  const given = async (text: string): Promise<number> => Number((await here.rows(text))[0]?.id);
  const person = await given(
    `insert into people (number, name, above) values (${last}, 'late', 5) returning id`,
  );
  const gone = await given(`insert into people (number, name) values (-${last}, 'gone') returning id`);
  const letter = await given(`insert into letters (person, number) values (${person}, ${last}) returning id`);
  await here.client.query(`insert into letters (person, number) values (${gone}, ${last})`);
  await here.client.query(`delete from people where id = ${gone}`);
  await here.client.query(`update letters set person = 10 where id = ${letter}`);
  const refused = async (text: string, code: string): Promise<void> => {
    await expect(here.client.query(text)).rejects.toMatchObject({ code });
  };
  await refused(`insert into letters (person) values (999999)`, '23503');
  await refused(`insert into letters (person, number) values (10, 999999)`, '23503');
  await refused(`insert into people (number) values (${last})`, '23505');
  await refused(`insert into people (id, number) overriding system value values (5, -1)`, '23505');
  await refused(`delete from people where id = 5`, '23503');
  return [person, letter];
}

test('file by file, with a release that writes between', async () => {
  expect(here.names).toEqual([
    ...['wider', 'wider_fill', 'wider_validate', 'wider_indexes', 'wider_references', 'wider_exchange'],
    'wider_drop',
  ]);
  const stored =
    "select pg_relation_filenode('people') as people, pg_relation_filenode('letters') as letters";
  const before = await here.rows(stored);
  let given = await work();
  for (const file of here.draft.files) {
    const rows = await here.rows(ALL);
    await here.deploy(file);
    expect(await here.rows(ALL)).toEqual(rows);
    const next = await work();
    // Counted on, and nothing given out twice.
    expect(next.map((id, at) => id - (given[at] ?? 0))).toEqual([15, 4]);
    given = next;
  }
  // Nothing was written anew.
  expect(await here.rows(stored)).toEqual(before);
  expect(await here.left()).toEqual([]);
  expect(
    await here.rows("select obj_description(oid) as said from pg_constraint where conname = 'people_pkey'"),
  ).toEqual([{ said: 'who it is' }]);
});

test('a number that the old type has no room for is refused until the last file, and no key is lost', async () => {
  const wide = async (): Promise<unknown> =>
    await here.client.query(
      'insert into people (id, number) overriding system value values (3000000000, 3000000000)',
    );
  for (const file of here.draft.files) {
    await expect(wide()).rejects.toMatchObject({ code: '22003' });
    await here.deploy(file);
  }
  await wide();
  // What is not a primary key holds what there is room for.
  await expect(here.rollback()).rejects.toThrow(/integer out of range/);
  expect(await here.rows('select count(*)::int as count from people where id = 3000000000')).toEqual([
    { count: 1 },
  ]);
});

test('each way back, with what was written since', async () => {
  for (const file of here.draft.files) {
    await here.deploy(file);
    let given = await work();
    for (const way of ['back', 'forth'] as const) {
      const rows = await here.rows(ALL);
      // But for where columns stand, which the last way back makes behind the others.
      if (way === 'back')
        expect((await here.rollback()).differences?.filter((one) => !mayDiffer(one))).toEqual([]);
      else await migrate({ config: here.config, connection: here.database.settings });
      expect(await here.rows(ALL)).toEqual(rows);
      const next = await work();
      expect(next.map((id, at) => id - (given[at] ?? 0))).toEqual([15, 4]);
      given = next;
    }
  }
});

test.each([
  {
    what: 'a key of two columns, both wider',
    made: `create table parts (a integer, b integer, note text, primary key (a, b));
      create table uses (a integer, b integer, foreign key (a, b) references parts (a, b) on update cascade);
      insert into parts select n, -n from generate_series(1, 20) n;
      insert into uses select a, b from parts`,
    schema: () => {
      const wide = () => bigint({ mode: 'number' });
      const parts = pgTable('parts', { a: wide(), b: wide(), note: text() }, (t) => [
        primaryKey({ columns: [t.a, t.b] }),
      ]);
      const uses = pgTable('uses', { a: wide(), b: wide() }, (t) => [
        foreignKey({ columns: [t.a, t.b], foreignColumns: [parts.a, parts.b] }).onUpdate('cascade'),
      ]);
      return { parts, uses };
    },
    since: 'update parts set a = a + 100 where a < 5',
    read: 'select count(*)::int as count, sum(a)::int as sum from uses join parts using (a, b)',
    rows: [{ count: 20, sum: 610 }],
  },
  {
    what: 'only what is led to',
    made: `create table parts (a integer primary key); create table uses (a integer references parts (a));
      insert into parts values (1), (2); insert into uses values (1)`,
    schema: () => {
      const parts = pgTable('parts', { a: bigint({ mode: 'number' }).primaryKey() });
      return { parts, uses: pgTable('uses', { a: integer().references(() => parts.a) }) };
    },
    since: 'insert into parts values (3); insert into uses values (3)',
    read: 'select a from uses order by a',
    rows: [{ a: 1 }, { a: 3 }],
  },
  {
    what: 'from a text to a uuid',
    made: `create table parts (a text primary key, at integer); create table uses (a text references parts (a));
      insert into parts select '00000000-0000-0000-0000-00000000000' || n, n from generate_series(1, 9) n;
      insert into uses select a from parts`,
    schema: () => {
      const parts = pgTable('parts', { a: uuid().primaryKey(), at: integer() });
      return { parts, uses: pgTable('uses', { a: uuid().references(() => parts.a) }) };
    },
    since: `insert into parts (a, at) values ('00000000-0000-0000-0000-0000000000aa', 10)`,
    read: 'select count(a)::int as count from uses join parts using (a)',
    rows: [{ count: 9 }],
  },
  {
    what: 'from a number to a text',
    made: `create table parts (a integer unique, b text); insert into parts select n, n from generate_series(1, 9) n`,
    schema: () => ({
      parts: pgTable('parts', { a: varchar({ length: 20 }).unique('parts_a_key'), b: text() }),
    }),
    since: `insert into parts (a, b) values ('10', 'x')`,
    read: `select a, b from parts where b = 'x'`,
    rows: [{ a: 10, b: 'x' }],
  },
])('$what', async ({ made, schema, since, read, rows }) => {
  const { draft, changed, ...back } = await drafted({ made, schema: schema(), since, read });
  expect(draft.files.map(({ name }) => name)).toContain('drafted_exchange');
  expect(changed).toEqual([]);
  expect(back.rows).toEqual(rows);
});

test.each([
  {
    what: 'two keys that could refuse what one of them lets through',
    made: `create table parts (a text unique)`,
    schema: { parts: pgTable('parts', { a: integer().unique('parts_a_key') }) },
  },
  {
    what: 'nulls that are the same for a key',
    made: `create table parts (a integer, constraint parts_a_key unique nulls not distinct (a))`,
    schema: {
      parts: pgTable('parts', { a: bigint({ mode: 'number' }) }, (t) => [
        unique('parts_a_key').on(t.a).nullsNotDistinct(),
      ]),
    },
  },
])('$what: in place', async ({ made, schema }) => {
  const { draft } = await drafted({ made, schema });
  expect(draft.files.map(({ name }) => name)).toEqual(['drafted']);
});
