import { numeric, pgTable } from 'drizzle-orm/pg-core';
import { closeDb, createDb, sql, stats } from '../../src/index.ts';
import type { Db, DbOptions } from '../../src/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { answer } from '../postgres/standbys.ts';
import { failure } from './failure.ts';

/* A query that fails costs no log-in: its connection is as good as before, unless it is not. */

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  await answer(database.settings, 'create table one (id integer primary key); insert into one values (1)');
});

afterEach(async () => {
  await closeDb(db);
});

afterAll(async () => {
  await database.drop();
});

function open(options: DbOptions = {}): void {
  db = createDb({ settings: database.settings, max: 1, ...options });
}

async function process(): Promise<number | undefined> {
  const { rows } = await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  return rows[0]?.pid;
}

/** What each is known by, and how it comes about. */
const FAILURES: readonly (readonly [string, string, () => PromiseLike<unknown>])[] = [
  ['a row that is there already', '23505', () => db.execute(sql`insert into one values (${1})`)],
  ['a value that does not fit', '22P02', () => db.execute(sql`select ${'x'}::int`)],
  ['a statement that took too long', '57014', () => db.execute(sql`select pg_sleep(${5})`)],
  ['what is no SQL', '42601', () => db.$client.query('select from where')],
  [
    'a statement with a name',
    '22012',
    () => db.$client.query({ name: 'n', text: 'select 1/$1::int', values: [0] }),
  ],
  ['several statements', '22012', () => db.$client.query('select 1; select 1/0')],
];

test.each(FAILURES)('after %s the connection is the same', async (_, code, ask) => {
  open(code === '57014' ? { statementTimeout: 1000 } : {});
  const before = await process();
  for (let time = 0; time < 7; time += 1) expect(await failure(ask())).toBe(code);
  expect(await process()).toBe(before);
});

test('many at once that fail, and others between them', async () => {
  open({ max: 3 });
  const asked = Array.from({ length: 300 }, async (_, n) =>
    n % 3 === 0
      ? await failure(db.execute(sql`select 1 / ${0}::int`))
      : (await db.execute<{ n: number }>(sql`select ${n}::int as n`)).rows[0]?.n,
  );
  expect(await Promise.all(asked)).toEqual(
    Array.from({ length: 300 }, (_, n) => (n % 3 === 0 ? '22012' : n)),
  );
  expect(db.$client.totalCount).toBe(3);
  expect(stats(db)?.connections.opened).toBe(3);
});

test('a transaction that is left open goes with its connection', async () => {
  open();
  const before = await process();
  expect(await failure(db.$client.query('begin; select 1/0'))).toBe('22012');
  expect(await process()).not.toBe(before);
});

test('so does what the server has ended', async () => {
  open();
  const before = await process();
  expect(await failure(db.execute(sql`select pg_terminate_backend(pg_backend_pid())`))).toBe(
    'connection/lost',
  );
  expect(await process()).not.toBe(before);
});

test('so does one with a statement that cannot run any more, so that it is made anew', async () => {
  open();
  const price = pgTable('prices', { price: numeric() });
  await db.execute(sql`create table prices as select 1.5::numeric as price`);
  const mine = db.select().from(price).prepare('mine');
  const named = async (): Promise<unknown> =>
    (await db.$client.query({ name: 'named', text: 'select price from prices' })).rows;
  expect(await mine.execute()).toEqual([{ price: '1.5' }]);
  expect(await named()).toEqual([{ price: '1.5' }]);
  await db.execute(sql`alter table prices alter price type text`);
  expect([await failure(mine.execute()), await failure(named())]).toContain('0A000');
  expect(await mine.execute()).toEqual([{ price: '1.5' }]);
  expect(await named()).toEqual([{ price: '1.5' }]);
  await db.execute(sql`discard all`);
  expect([await failure(mine.execute()), await failure(named())]).toContain('26000');
  expect(await mine.execute()).toEqual([{ price: '1.5' }]);
  expect(await named()).toEqual([{ price: '1.5' }]);
});

test('so does one to a server that does not write any more', async () => {
  open();
  const before = await process();
  await db.execute(sql`set default_transaction_read_only = on`);
  expect(await failure(db.execute(sql`create table never (id integer)`))).toBe('25006');
  expect(await process()).not.toBe(before);
  expect(await failure(db.execute(sql`create temporary table now (id integer)`))).toBeUndefined();
});

test('who is told of a failure finds the connection free again', async () => {
  open({ max: 5 });
  for (let time = 0; time < 50; time += 1) await failure(db.$client.query('select 1/0'));
  expect(stats(db)?.connections.opened).toBe(1);
});

test('rows that are to come from this side are refused', async () => {
  open();
  const copy = { name: 'copy', text: 'copy pg_class from stdin' };
  for (const query of [copy.text, copy]) expect(await failure(db.$client.query(query))).toBeDefined();
  expect(await process()).toBeDefined();
});

test('a value that cannot be written, in a statement with a name and in one without', async () => {
  open();
  const value = {
    toPostgres: () => {
      throw new Error('not to be written');
    },
  };
  for (const name of ['n', undefined, 'n', undefined]) {
    const query = { text: 'select $1::text as value', ...(name !== undefined && { name }) };
    await expect(db.$client.query({ ...query, values: [value] })).rejects.toThrow('not to be written');
    expect((await db.$client.query({ ...query, values: ['a'] })).rows).toEqual([{ value: 'a' }]);
  }
  expect([db.$client.totalCount, db.$client.idleCount]).toEqual([1, 1]);
});

test('the stack of an error leads to whoever asked', async () => {
  open();
  const askFromOverHere = async (): Promise<unknown> => await db.$client.query('select 1/0');
  const error: unknown = await askFromOverHere().catch((thrown: unknown) => thrown);
  expect((error as Error).stack).toMatch(/division by zero\n(?: +at .*\n)* +at (?:async )?askFromOverHere/);
});
