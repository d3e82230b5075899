import type { PoolClient } from 'pg';
import { closeDb, createDb } from '../../src/index.ts';
import type { LoggedQuery } from '../../src/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
}, 120_000);

afterAll(async () => {
  await database.drop();
});

/** Runs `use` on a client that is logged, and gives what the log was told. */
async function logged(use: (client: PoolClient) => Promise<unknown>): Promise<LoggedQuery[]> {
  const queries: LoggedQuery[] = [];
  const db = createDb({ url: database.url, max: 1, log: (query) => queries.push(query) });
  try {
    const client = await db.$client.connect();
    try {
      await use(client);
    } finally {
      client.release();
    }
  } finally {
    await closeDb(db);
  }
  return queries;
}

test('a log that throws makes no query fail', async () => {
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const db = createDb({
    url: database.url,
    log: () => {
      throw new Error('the log is full');
    },
  });
  await expect(db.execute('select 1 as one')).resolves.toMatchObject({ rows: [{ one: 1 }] });
  // pool.query reports by callback, where nobody would catch it.
  await expect(db.$client.query('select 2 as two')).resolves.toMatchObject({ rows: [{ two: 2 }] });
  await closeDb(db);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('the log is full'));
  warn.mockRestore();
});

test('callbacks, named statements and several results', async () => {
  const queries = await logged(async (client) => {
    await client.query({ name: 'one', text: 'select $1::int', values: [1] });
    await client.query({ name: 'one', text: 'select $1::int', values: [2] });
    await client.query('select 1; select 1 union select 2');
    await new Promise((resolve) => {
      client.query('select 3', resolve);
    });
    // A callback that stands in the query's own object: pg gives no promise.
    await new Promise((resolve) => {
      const query = { text: 'select 4', callback: resolve };
      expect(client.query(query)).toBeUndefined();
    });
  });
  expect(queries.map(({ sql, rows, parameterCount }) => [sql, rows, parameterCount])).toEqual([
    ['select $1::int', 1, 1],
    ['select $1::int', 1, 1],
    ['select 1; select 1 union select 2', 2, 0],
    ['select 3', 1, 0],
  ]);
});

test('a client that is used again is logged once', async () => {
  const queries: LoggedQuery[] = [];
  const db = createDb({ url: database.url, max: 1, log: (query) => queries.push(query) });
  for (let time = 0; time < 3; time += 1) await db.$client.query('select 1');
  await closeDb(db);
  expect(queries).toHaveLength(3);
});
