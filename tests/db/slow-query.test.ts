import { closeDb, createDb, eq, sessionByToken, sql, users } from '../../src/index.ts';
import type { SlowQuery, SlowQueryOptions } from '../../src/index.ts';
import { planOf } from '../../src/lib/db/watch/plan.ts';
import { createTestDatabase } from '../../src/testing/index.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  database = await createTestDatabase();
}, 120_000);

afterAll(async () => {
  await database.drop();
});

type TestDb = ReturnType<typeof createDb>;

async function told(
  options: Omit<SlowQueryOptions, 'log'>,
  use: (db: TestDb) => Promise<unknown>,
): Promise<SlowQuery[]> {
  const queries: SlowQuery[] = [];
  const db = createDb({ url: database.url, slowQuery: { ...options, log: (query) => queries.push(query) } });
  try {
    await use(db);
  } finally {
    // It waits for the plan that is being made.
    await closeDb(db);
  }
  return queries;
}

test('reports what took too long, and nothing else, without parameters', async () => {
  const slow = await told({ ms: 60 }, async (db) => {
    await db.execute(sql`select 1`);
    await db.execute(sql`select pg_sleep(0.1), ${'secret'}::text`);
    await db.execute(sql`select pg_sleep(0.1), ${'secret'}::int`).catch(() => undefined);
  });
  expect(slow.filter(({ sql: text }) => text.includes('pg_sleep') && text.includes('text'))).toEqual([
    {
      sql: 'select pg_sleep(0.1), $1::text',
      parameterCount: 1,
      milliseconds: expect.any(Number) as number,
      rows: 1,
    },
  ]);
  for (const { milliseconds } of slow) expect(milliseconds).toBeGreaterThanOrEqual(60);
  expect(JSON.stringify(slow)).not.toContain('secret');
});

test('gives the plan that is made whatever the parameters, of prepared statements too', async () => {
  const slow = await told({ ms: 0, explain: true }, async (db) => {
    await sessionByToken({ token: 'secret' }, db);
  });
  expect(slow).toHaveLength(1);
  expect(slow[0]?.noPlan).toBeUndefined();
  expect(slow[0]?.plan).toMatch(/Scan using sessions_session_token_key on sessions/);
  expect(JSON.stringify(slow)).not.toContain('secret');
});

test('explains one at a time, and nobody waits', async () => {
  const slow = await told({ ms: 0, explain: true }, async (db) => {
    await Promise.all(Array.from({ length: 100 }, async (_, n) => await db.execute(sql`select ${n}::int`)));
  });
  expect(slow).toHaveLength(100);
  const planned = slow.filter(({ plan }) => plan !== undefined);
  expect(planned.length).toBeGreaterThanOrEqual(1);
  // A plan takes a log-in, and ten queries at a time are answered meanwhile.
  expect(planned.length).toBeLessThan(100);
  for (const { noPlan } of slow.filter((one) => !planned.includes(one)))
    expect(noPlan).toBe('another query is being explained');
});

test('explains nothing that writes, and runs nothing', async () => {
  const slow = await told({ ms: 0, explain: true }, async (db) => {
    await db.insert(users).values({ id: 'slow-writer' });
    await db.delete(users).where(eq(users.id, 'slow-writer'));
  });
  expect(slow.map(({ noPlan }) => noPlan)).toEqual(Array(2).fill('only statements that read are explained'));
  const before = await count();
  for (const text of [
    'select 1; create table planted (id int)',
    `select nextval('planted')`,
    'with gone as (delete from auth.users returning 1) select * from gone',
    '/* select */ create table planted (id int)',
    'table planted',
  ])
    expect(await planOf(text, 0, database.settings)).toEqual({ noPlan: expect.any(String) as string });
  const behind = 'select $1::int; create table planted (id int)';
  expect(await planOf(behind, 1, database.settings)).toEqual({ noPlan: '42601' });
  expect(await count()).toBe(before);
});

test('says why a server that is not there gives no plan', async () => {
  const settings = { ...database.settings, port: 9 };
  expect(await planOf('select 1', 0, settings)).toEqual({ noPlan: 'connection/refused' });
});

test('writes lines to stderr unless it is told another way', async () => {
  const written: string[] = [];
  const write = jest
    .spyOn(process.stderr, 'write')
    .mockImplementation((line) => written.push(String(line)) > 0);
  const db = createDb({ url: database.url, slowQuery: { ms: 0, explain: true } });
  await db.execute(sql`select ${'secret'}::text`);
  await closeDb(db);
  write.mockRestore();
  expect(written.join('')).toMatch(
    /^slow query \d+\.\d ms, 1 rows: select \$1::text \[1 parameters\]\n {2}Result .*\n$/,
  );
});

async function count(): Promise<number> {
  const db = createDb({ url: database.url });
  const { rows } = await db.execute<{ n: number }>(sql`select count(*)::int as n from pg_class`);
  await closeDb(db);
  return rows[0]?.n ?? -1;
}
