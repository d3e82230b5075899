import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { closeDb, createDb, on, sql, stats } from '../../src/index.ts';
import type { ConnectionEvent, Db, PoolEvent, QueryEvent } from '../../src/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
}, 120_000);

afterAll(async () => {
  await database.drop();
});

async function withDb(use: (db: Db) => Promise<void>, max = 2): Promise<Db> {
  const db = createDb({ url: database.url, max });
  try {
    await use(db);
  } finally {
    await closeDb(db);
  }
  return db;
}

test('counts queries, failures by SQLSTATE, connections and waits', async () => {
  const db = await withDb(async (db) => {
    expect(stats(db)).toMatchObject({ pool: { total: 0, idle: 0, waiting: 0 }, failed: 0, errors: {} });
    await Promise.all([1, 2, 3, 4].map(async (n) => await db.execute(sql`select ${n}::int`)));
    await db.execute(sql`select 1/0`).catch(() => undefined);
    await db.execute(sql`select ${'x'}::int`).catch(() => undefined);
    await db.execute(sql`select ${'y'}::int`).catch(() => undefined);
    await db.transaction(async (tx) => await tx.execute(sql`select 1`));
    const now = stats(db);
    expect(now).toMatchObject({
      pool: { max: 2, waiting: 0 },
      queries: { count: 10 },
      waits: { count: 8 },
      failed: 3,
      errors: { '22012': 1, '22P02': 2 },
    });
    expect(now?.pool.total).toBe(now?.pool.idle);
    expect(now?.queries.buckets.at(-1)).toEqual({ leMs: 10_000, count: 10 });
  });
  const after = stats(db);
  expect(after?.pool.total).toBe(0);
  expect(after?.connections.closed).toBe(after?.connections.opened);
});

test('the histogram counts what took at most so long', async () => {
  await withDb(async (db) => {
    await db.execute(sql`select pg_sleep(0.03)`);
    const { buckets, sumMs, maxMs } = stats(db)?.queries ?? { buckets: [], sumMs: 0, maxMs: 0 };
    expect(buckets.find(({ leMs }) => leMs === 25)?.count).toBe(0);
    expect(maxMs).toBeGreaterThanOrEqual(25);
    expect(sumMs).toBeGreaterThanOrEqual(maxMs);
  });
});

test('those who wait, and a failed connection', async () => {
  await withDb(async (db) => {
    const held = await db.$client.connect();
    const waiting = db.$client.query('select 1');
    // A promise or two later it stands in the queue.
    await new Promise((resolve) => setImmediate(resolve));
    const counts = stats(db)?.pool;
    held.release();
    expect(counts).toEqual({ total: 1, idle: 0, waiting: 1, max: 1 });
    await waiting;
  }, 1);
  const nowhere = createDb({ url: 'postgres://app@127.0.0.1:9/app' });
  await nowhere.execute(sql`select 1`).catch(() => undefined);
  expect(stats(nowhere)).toMatchObject({ failed: 1, errors: { 'connection/refused': 1 } });
  await closeDb(nowhere);
});

test('events, until the listener goes', async () => {
  const heard: (readonly [string, QueryEvent | ConnectionEvent | PoolEvent])[] = [];
  const ends = [
    on('query', (event) => heard.push(['query', event])),
    on('connection', (event) => heard.push(['connection', event])),
    on('pool', (event) => heard.push(['pool', event])),
  ];
  const db = await withDb(async (db) => {
    await db.execute(sql`select ${'secret'}::text`);
    await db.$client
      .query({ name: 'named', text: 'select $1::int', values: ['secret'] })
      .catch(() => undefined);
  }, 1);
  for (const end of ends) end();
  await withDb(async (db) => {
    await db.execute(sql`select 2`);
  });

  const own = heard.filter(([, { pool }]) => pool === db.$client);
  expect(own.map(([name, { pool: _pool, ...event }]) => [name, event])).toEqual([
    ['connection', { what: 'opened' }],
    ['pool', { what: 'acquired', waitedMs: expect.any(Number) as number }],
    [
      'query',
      { sql: 'select $1::text', parameterCount: 1, milliseconds: expect.any(Number) as number, rows: 1 },
    ],
    ['pool', { what: 'acquired', waitedMs: expect.any(Number) as number }],
    [
      'query',
      {
        sql: 'select $1::int',
        name: 'named',
        parameterCount: 1,
        milliseconds: expect.any(Number) as number,
        error: '22P02',
      },
    ],
    // The pool ends a connection on which something failed.
    ['connection', { what: 'closed' }],
  ]);
  expect(heard).toHaveLength(own.length);
});

test('the channels can be listened to without the package', async () => {
  const heard: unknown[] = [];
  const listener = (event: unknown): void => {
    heard.push(event);
  };
  subscribe('keelson:query', listener);
  await withDb(async (db) => {
    await db.execute(sql`select 3`);
  });
  unsubscribe('keelson:query', listener);
  expect(heard).toEqual([expect.objectContaining({ sql: 'select 3' })]);
});
