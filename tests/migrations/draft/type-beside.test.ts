// A type that Postgres would write all rows anew for is changed by a column beside, while the old release writes.
import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, pgView, text, varchar } from 'drizzle-orm/pg-core';
import { draftMigration, migrate } from '../../../src/migrations/index.ts';
import type { Problem } from '../../../src/problem.ts';
import { deployed } from './deployed.ts';
import type { Deployed } from './deployed.ts';
import { drafted } from './draft-scene.ts';

const MADE = `
  create table shops (id bigint primary key);
  insert into shops select n from generate_series(0, 100) n;
  create table items (
    id integer primary key,
    amount integer not null default 7,
    note text,
    constraint items_amount_ok check (amount >= 0),
    constraint items_amount_shops_id_fk foreign key (amount) references shops (id)
  );
  create index items_amount_index on items (amount) where amount > 3;
  create index items_note_index on items (lower(note), amount desc nulls last);
  comment on column items.amount is 'how much';
  insert into items select n, n * 2, 'note ' || n from generate_series(1, 40) n;
  create view amounts as select id, amount from items`;

const shops = pgTable('shops', { id: bigint({ mode: 'number' }).primaryKey() });
const items = pgTable(
  'items',
  {
    id: integer().primaryKey(),
    amount: bigint({ mode: 'number' })
      .notNull()
      .default(8)
      .references(() => shops.id),
    note: text(),
  },
  (t) => [
    index('items_amount_index')
      .on(t.amount)
      .where(sql`${t.amount} > 3`),
    index('items_note_index').on(sql`lower(${t.note})`, t.amount.desc()),
    check('items_amount_ok', sql`${t.amount} >= 0`),
  ],
);
const amounts = pgView('amounts').as((query) =>
  query.select({ id: items.id, amount: items.amount }).from(items),
);
const SCHEMA = { shops, items, amounts };

let here: Deployed;

beforeEach(async () => {
  here = await deployed(MADE, SCHEMA);
});

afterEach(async () => {
  await here[Symbol.asyncDispose]();
});

/** What an application does that knows the column by its name only. */
let last = 1000;
async function work(): Promise<void> {
  last += 1;
  await here.client.query('insert into items (id, note) values ($1, $2)', [last, `late ${String(last)}`]);
  await here.client.query('update items set amount = amount + 1 where id = $1', [last % 40]);
  expect(
    await here.rows('select a.id from amounts a join items i using (id) where a.amount <> i.amount'),
  ).toEqual([]);
}

const ALL = 'select id, amount::text as amount, note from items order by id';

test('file by file, with a release that writes between', async () => {
  expect(here.names).toEqual([
    ...['wider', 'wider_fill', 'wider_validate', 'wider_indexes', 'wider_references', 'wider_exchange'],
    'wider_drop',
  ]);
  // What the column beside it held before it was filled is nothing.
  expect(here.draft.irreversible.filter((line) => line.includes('_next'))).toEqual([]);
  const stored = "select pg_relation_filenode('items') as file";
  const before = await here.rows(stored);
  for (const file of here.draft.files) {
    await work();
    const rows = await here.rows(ALL);
    await here.deploy(file);
    expect(await here.rows(ALL)).toEqual(rows);
  }
  await work();
  // Nothing was written anew.
  expect(await here.rows(stored)).toEqual(before);
  expect(await here.left()).toEqual([]);
  await here.client.query(
    'insert into shops values (3000000000); insert into items values (2, 3000000000) on conflict (id) do update set amount = 3000000000',
  );
  expect(
    await here.rows(
      "select col_description('items'::regclass, attnum) as said, attnotnull from pg_attribute where attrelid = 'items'::regclass and attname = 'amount'",
    ),
  ).toEqual([{ said: 'how much', attnotnull: true }]);
});

test('the way back of the exchange keeps what was written since', async () => {
  for (const file of here.draft.files.slice(0, -1)) await here.deploy(file);
  await work();
  const rows = await here.rows(ALL);
  const { differences } = await here.rollback();
  expect(differences).toEqual([]);
  expect(await here.rows(ALL)).toEqual(rows);
  expect(await here.rows('select pg_typeof(amount)::text as type from items limit 1')).toEqual([
    { type: 'integer' },
  ]);
  await work();
  // And forth again.
  await migrate({ config: here.config, connection: here.database.settings });
  await work();
});

test('the way back of the last file fills what had gone, but for what has no room in the old type', async () => {
  for (const file of here.draft.files) await here.deploy(file);
  await here.client.query(
    'insert into shops values (3000000000); update items set amount = 3000000000 where id = 5',
  );
  const rows = await here.rows(ALL);
  await here.rollback();
  expect(await here.rows(ALL)).toEqual(rows);
  expect(await here.rows('select id from items where amount_before is distinct from amount')).toEqual([
    { id: 5 },
  ]);
});

test('all at once and back', async () => {
  const { changed, rows } = await drafted({
    made: 'create table codes (id integer primary key, code text not null); insert into codes values (1, $$12$$), (2, $$13$$)',
    schema: { codes: pgTable('codes', { id: integer().primaryKey(), code: integer().notNull() }) },
    since: 'insert into codes values (3, 14)',
    read: 'select id, code from codes order by id',
  });
  expect(changed).toEqual([]);
  expect(rows).toEqual([
    { id: 1, code: '12' },
    { id: 2, code: '13' },
    { id: 3, code: '14' },
  ]);
});

test('a row of which something else changes keeps what it had', async () => {
  const { changed, rows } = await drafted({
    made: "create table codes (id integer primary key, code text, note text); insert into codes values (1, '007', 'a'), (2, '08', 'b')",
    schema: { codes: pgTable('codes', { id: integer().primaryKey(), code: integer(), note: text() }) },
    read: 'select id, code from codes order by id',
  });
  expect(changed).toEqual([]);
  // The last way back can only give what the new type holds.
  expect(rows).toEqual([
    { id: 1, code: '7' },
    { id: 2, code: '8' },
  ]);
});

test('a table of many pages is filled to its end', async () => {
  const { rows } = await drafted({
    made: `create table codes (id integer primary key, code integer, wide text default repeat('x', 1000));
      alter table codes alter column wide set storage plain;
      insert into codes select n, n from generate_series(1, 3000) n`,
    schema: {
      codes: pgTable('codes', {
        id: integer().primaryKey(),
        code: bigint({ mode: 'number' }),
        wide: text().default(sql`repeat('x', 1000)`),
      }),
    },
    since: 'create table seen as select count(code)::int as filled, sum(code)::int as all from codes',
    read: 'select * from seen',
  });
  expect(rows).toEqual([{ filled: 3000, all: 4501500 }]);
});

/** What keeps a column from being changed by another one beside it. */
const IN_PLACE: Readonly<Record<string, string>> = {
  'a trigger of rows':
    'create function touch() returns trigger language plpgsql as $$begin return new; end$$; create trigger touch before update on codes for each row execute function touch()',
  'a unique index that no schema declares': 'create unique index by_code on codes (code)',
  'a statistics object': 'create statistics s on id, code from codes',
  'a materialized view': 'create materialized view m as select code from codes',
  'a calculated column': 'alter table codes add column twice integer generated always as (code * 2) stored',
  'a foreign key that leads there and that no schema declares':
    'alter table codes add unique (code); create table others (code integer references codes (code))',
  'a name that is taken': 'create function codes_code_next() returns integer language sql as $$select 1$$',
};

test.each(Object.entries(IN_PLACE))('%s', async (_, made) => {
  await here.client.query(`create table codes (id integer primary key, code integer); ${made}`);
  const schema = {
    ...SCHEMA,
    codes: pgTable('codes', { id: integer().primaryKey(), code: bigint({ mode: 'number' }) }),
  };
  const drafting = draftMigration({
    ...{ schema, connection: here.database.settings, prove: false },
    ignore: [
      'public.items*',
      'public.amounts*',
      'public.shops*',
      'public.m',
      'public.m.*',
      'public.others*',
      'public.codes.twice',
      'public.codes.by_code',
      'public.codes.codes_code_key',
    ],
  });
  // What no schema declares may be in the way of that as well, and is named then.
  const names = await drafting.then(
    ({ files }) => files.map(({ name }) => name),
    (error: unknown) => (error as Problem).code,
  );
  expect(['draft/refused', ['draft']]).toContainEqual(names);
});

test('a type that needs no row to be written is changed in place', async () => {
  const { draft: plain } = await drafted({
    made: 'create table codes (id integer primary key, code varchar(5))',
    schema: { codes: pgTable('codes', { id: integer().primaryKey(), code: varchar({ length: 9 }) }) },
  });
  expect(plain.files.map(({ name }) => name)).toEqual(['drafted']);
});
