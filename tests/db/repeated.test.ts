import { integer, jsonb, numeric, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { asc, closeDb, createDb, eq, inArray, sql } from '../../src/index.ts';
import type { Db, DbOptions } from '../../src/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';

/* A query that an application asks again and again is kept by the server, and nobody can tell but by the time it takes. */

const goods = pgTable('goods', {
  id: integer().primaryKey(),
  name: text(),
  price: numeric({ mode: 'number' }),
  seen: timestamp({ withTimezone: true, mode: 'date' }),
  more: jsonb().$type<{ a: number }>(),
});
const MADE = `
  create table goods (id integer primary key, name text, price numeric, seen timestamptz, more jsonb);
  insert into goods values (1, 'one', 1.5, '2026-01-02 03:04:05.678+02', '{"a": 1}'), (2, null, null, null, null)`;

let database: TestDatabase;
const opened: Db<{ goods: typeof goods }>[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  const db = open();
  for (const statement of MADE.split(';')) await db.execute(sql.raw(statement));
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map(async (db) => await closeDb(db)));
  await database.drop();
});

function open(options: Partial<DbOptions<{ goods: typeof goods }>> = {}): Db<{ goods: typeof goods }> {
  const db = createDb({ settings: database.settings, max: 1, schema: { goods }, ...options });
  opened.push(db);
  return db;
}

/** The names that the one connection of a client has. */
async function names(db: Db<{ goods: typeof goods }>): Promise<readonly string[]> {
  const { rows } = await db.execute<{ name: string }>(
    sql`select name from pg_prepared_statements order by prepare_time`,
  );
  return rows.map(({ name }) => name);
}

async function times<Result>(count: number, ask: () => PromiseLike<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let n = 0; n < count; n += 1) results.push(await ask());
  return results;
}

test('from the fifth time on it is kept, with the rows it had', async () => {
  const db = open();
  const ask = () =>
    db
      .select()
      .from(goods)
      .where(inArray(goods.id, [1, 2]))
      .orderBy(asc(goods.id));
  // The first one is asked before anything is known of the server.
  const before = await times(5, ask);
  expect(await names(db)).toEqual([]);
  const after = await times(3, ask);
  expect(await names(db)).toEqual([expect.stringMatching(/^keelson_/)]);
  for (const rows of [...before, ...after])
    expect(rows).toEqual([
      { id: 1, name: 'one', price: 1.5, seen: new Date('2026-01-02T01:04:05.678Z'), more: { a: 1 } },
      { id: 2, name: null, price: null, seen: null, more: null },
    ]);
});

test('writes, relational queries and raw ones are kept too; what has no parameters is not', async () => {
  const db = open();
  await times(7, () => db.update(goods).set({ name: 'again' }).where(eq(goods.id, 1)));
  await times(7, () => db.insert(goods).values({ id: 1 }).onConflictDoNothing().returning());
  await times(7, () => db.query.goods.findFirst({ where: eq(goods.id, 1) }));
  await times(7, () => db.execute(sql`select ${1}::int as n`));
  await times(7, () => db.$client.query('select $1::int as m', [1]));
  await times(7, () => db.select().from(goods));
  expect(await names(db)).toHaveLength(5);
  expect((await db.execute(sql`select ${1}::int as n`)).rows).toEqual([{ n: 1 }]);
  expect(await db.query.goods.findFirst({ where: eq(goods.id, 1), columns: { name: true } })).toEqual({
    name: 'again',
  });
});

test('a table that becomes another one under it', async () => {
  const db = open({ max: 3 });
  const ask = () => db.execute<{ price: unknown }>(sql`select price from goods where id = ${1}`);
  await times(6, ask);
  await Promise.all(Array.from({ length: 9 }, ask));
  expect(await names(db)).toHaveLength(1);
  await open().execute(sql`alter table goods alter price type integer`);
  const found = await Promise.all(Array.from({ length: 9 }, ask));
  for (const { rows } of found) expect(rows).toEqual([{ price: 2 }]);
  await open().execute(sql`alter table goods alter price type text`);
  for (const { rows } of await times(6, ask)) expect(rows).toEqual([{ price: '2' }]);
});

test('statements that somebody else has thrown away', async () => {
  const db = open();
  const ask = () => db.select({ id: goods.id }).from(goods).where(eq(goods.id, 2));
  await times(6, ask);
  expect(await names(db)).toHaveLength(1);
  await db.execute(sql`discard all`);
  expect(await times(3, ask)).toEqual([[{ id: 2 }], [{ id: 2 }], [{ id: 2 }]]);
});

test('an error is the one that it would be', async () => {
  const db = open();
  const ask = () => db.execute(sql`select 1 / ${0}::int`).catch((error: unknown) => error);
  const errors = await times(7, ask);
  for (const error of errors) expect(error).toMatchObject({ cause: { code: '22012' } });
  const insert = () =>
    db
      .insert(goods)
      .values({ id: 1 })
      .catch((error: unknown) => error);
  for (const error of await times(7, insert)) expect(error).toMatchObject({ cause: { code: '23505' } });
  expect(await names(db)).toHaveLength(2);
});

test('a connection keeps a hundred at most, and what was let go is made again', async () => {
  const db = open();
  const ask = (n: number) => db.execute<{ n: number }>(sql`select ${sql.raw(String(n))} + ${0}::int as n`);
  for (let n = 0; n < 130; n += 1) await times(6, () => ask(n));
  const kept = await names(db);
  expect(kept).toHaveLength(100);
  expect((await ask(0)).rows).toEqual([{ n: 0 }]);
  expect((await ask(0)).rows).toEqual([{ n: 0 }]);
  const now = await names(db);
  expect(now).toHaveLength(100);
  expect(now).not.toContain(kept[0]);
});

test('in a transaction nothing is kept that could fail there', async () => {
  const db = open();
  await times(7, () => db.transaction(async (tx) => await tx.select().from(goods).where(eq(goods.id, 1))));
  expect(await names(db)).toEqual([]);
});

describe('where it is not wanted', () => {
  test.each([
    ['by its option', { prepareRepeated: false }],
    ['since no statement is', { preparedStatements: false }],
  ])('%s', async (_, options) => {
    const db = open(options);
    const found = await times(7, () => db.select().from(goods).where(eq(goods.id, 2)));
    expect(found.at(-1)).toMatchObject([{ id: 2 }]);
    expect(await names(db)).toEqual([]);
  });
});
