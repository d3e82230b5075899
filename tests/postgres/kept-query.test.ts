import type { EventEmitter } from 'node:events';
import pg from 'pg';
import type { PoolClient } from 'pg';
import { LazyPool } from '../../src/postgres/pool.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';

/* A statement with a name gives what pg gives for it, and has its rows described once for a connection. */

const ALL = `select 1::int as n, 'x'::text as t, null::text as nothing, 1.5::numeric as amount, '{1,2}'::int[] as list,
  '{"a": [1]}'::jsonb as more, '2026-01-02 03:04:05+00'::timestamptz as seen, '\\x00ff'::bytea as bytes, true as yes,
  9007199254740993::bigint as big, 2 as n`;

let database: TestDatabase;
let pool: LazyPool;
let client: PoolClient;
let described: number;

beforeAll(async () => {
  database = await createTestDatabase();
});

beforeEach(async () => {
  pool = new LazyPool({ settings: database.settings, limits: { max: 1 } });
  client = await pool.connect();
  // Whether names are kept is found out with the first one.
  await client.query({ name: 'look', text: 'select 0' });
  described = 0;
  (client as unknown as { readonly connection: EventEmitter }).connection.on('rowDescription', () => {
    described += 1;
  });
});

afterEach(async () => {
  client.release();
  await pool.end();
});

afterAll(async () => {
  await database.drop();
});

test('what comes is what comes of pg, the first time and each time after it', async () => {
  const plain = new pg.Client(database.url);
  await plain.connect();
  for (const rowMode of [undefined, 'array'] as const) {
    const query = { name: `all ${rowMode ?? 'objects'}`, text: ALL, ...(rowMode && { rowMode }) };
    const expected = await plain.query(query as pg.QueryArrayConfig);
    for (let time = 0; time < 3; time += 1) {
      const { command, rowCount, rows, fields } = await client.query(query as pg.QueryArrayConfig);
      expect({ command, rowCount, rows, fields }).toEqual({
        command: expected.command,
        rowCount: expected.rowCount,
        rows: expected.rows,
        fields: expected.fields,
      });
    }
  }
  await plain.end();
  expect(described).toBe(2);
});

test('rows of one run are not those of another', async () => {
  const query = { name: 'several', text: 'select * from generate_series(1, $1::int) n' };
  const runs = await Promise.all(
    [3, 0, 2].map(async (n) => await client.query<{ n: number }>({ ...query, values: [n] })),
  );
  expect(runs.map(({ rows }) => rows.map(({ n }) => n))).toEqual([[1, 2, 3], [], [1, 2]]);
  expect(runs.map(({ rowCount }) => rowCount)).toEqual([3, 0, 2]);
});

test('what gives no rows, and what gives rows without columns', async () => {
  await client.query('create temporary table written (n integer)');
  for (const n of [1, 2, 3]) {
    const written = await client.query({
      name: 'write',
      text: 'insert into written values ($1)',
      values: [n],
    });
    expect(written).toMatchObject({ command: 'INSERT', rowCount: 1, rows: [], fields: [] });
    expect((await client.query({ name: 'none', text: 'select from written' })).rows).toHaveLength(n);
  }
});

test('the same name read by other types, and in another form', async () => {
  const text = 'select 1::int as n';
  const shout = { getTypeParser: () => (value: string) => `${value}!` } as unknown as pg.CustomTypesConfig;
  const ask = async (more: object): Promise<unknown> =>
    (await client.query({ name: 'typed', text, ...more } as pg.QueryConfig)).rows;
  for (let time = 0; time < 2; time += 1) {
    expect(await ask({})).toEqual([{ n: 1 }]);
    expect(await ask({ types: shout })).toEqual([{ n: '1!' }]);
    expect(await ask({ rowMode: 'array' })).toEqual([[1]]);
    expect(await ask({ rowMode: 'array', types: shout })).toEqual([['1!']]);
  }
});

test('settings for which pg sends something else', async () => {
  for (let time = 0; time < 3; time += 1) {
    const paged = await client.query({
      name: 'paged',
      text: 'select * from generate_series(1, 5)',
      rows: 2,
    } as pg.QueryConfig);
    expect(paged.rows).toHaveLength(5);
    const { rows } = await client.query({
      name: 'binary',
      text: 'select 7::int as n',
      binary: true,
    } as pg.QueryConfig);
    expect(rows).toEqual([{ n: 7 }]);
  }
  // What was read of the one form is not used for the other.
  for (const binary of [true, false, true, false]) {
    const both = { name: 'both', text: 'select 7::int as n', ...(binary && { binary }) };
    expect((await client.query(both as pg.QueryConfig)).rows).toEqual([{ n: 7 }]);
  }
  const late = client.query({
    name: 'late',
    text: 'select pg_sleep(3)',
    query_timeout: 20,
  } as pg.QueryConfig);
  await expect(late).rejects.toThrow('Query read timeout');
  expect((await client.query({ name: 'after it', text: 'select 1 as n' })).rows).toEqual([{ n: 1 }]);
});

describe('what fails', () => {
  const text = 'select $1::text as value, 10 / $2::int as part';
  const ask = async (...values: unknown[]): Promise<unknown> =>
    (await client.query({ name: 'fails', text, values })).rows;

  test('at the server', async () => {
    expect(await ask('a', 5)).toEqual([{ value: 'a', part: 2 }]);
    await expect(ask('a', 0)).rejects.toMatchObject({ code: '22012' });
    expect(await ask('b', 2)).toEqual([{ value: 'b', part: 5 }]);
    expect(described).toBe(1);
  });

  test('a value that cannot be written', async () => {
    const bad = {
      toPostgres: () => {
        throw new Error('not to be written');
      },
    };
    await expect(ask(bad, 1)).rejects.toThrow('not to be written');
    expect(await ask('a', 5)).toEqual([{ value: 'a', part: 2 }]);
    await expect(ask(bad, 1)).rejects.toThrow('not to be written');
    expect(await ask('b', 2)).toEqual([{ value: 'b', part: 5 }]);
  });

  test('a value that cannot be read', async () => {
    const broken = {
      getTypeParser: () => () => {
        throw new Error('not to be read');
      },
    } as unknown as pg.CustomTypesConfig;
    for (let time = 0; time < 3; time += 1)
      await expect(client.query({ name: 'broken', text: 'select 1', types: broken })).rejects.toThrow(
        'not to be read',
      );
    expect((await client.query('select 2 as n')).rows).toEqual([{ n: 2 }]);
  });

  test('another statement of the same name', async () => {
    await client.query({ name: 'taken', text: 'select 1' });
    await expect(client.query({ name: 'taken', text: 'select 2' })).rejects.toThrow('must be unique');
    expect((await client.query({ name: 'taken', text: 'select 1' })).rows).toHaveLength(1);
  });

  test('rows that have become others are refused, never read as what they were', async () => {
    await client.query('create temporary table changing (n integer); insert into changing values (1)');
    const query = { name: 'changing', text: 'select * from changing' };
    expect((await client.query(query)).rows).toEqual([{ n: 1 }]);
    await client.query('alter table changing add m text');
    await expect(client.query(query)).rejects.toMatchObject({ code: '0A000' });
    await client.query('alter table changing drop m');
    expect((await client.query(query)).rows).toEqual([{ n: 1 }]);
  });
});

test('whatever pg is told for all of its clients', async () => {
  const { defaults } = pg;
  defaults.binary = true;
  try {
    const other = new LazyPool({ settings: database.settings, limits: { max: 1 } });
    for (let time = 0; time < 3; time += 1)
      expect((await other.query({ name: 'n', text: 'select 7 as n' })).rows).toEqual([{ n: 7 }]);
    await other.end();
  } finally {
    defaults.binary = false;
  }
});

test('what the server runs without looking at it again is described each time', async () => {
  await client.query('begin; declare c cursor for select 1 as one');
  const fetch = { name: 'fetch', text: 'fetch 10 from c' };
  expect((await client.query(fetch)).rows).toEqual([{ one: 1 }]);
  await client.query(`close c; declare c cursor for select date '2026-01-02'::text as day, true as yes`);
  expect((await client.query(fetch)).rows).toEqual([{ day: '2026-01-02', yes: true }]);
  await client.query('commit');
});

test('a name alone, of a statement that is there', async () => {
  await client.query({ name: 'there', text: 'select $1::int as n', values: [0] });
  for (const n of [1, 2]) {
    const { rows } = await client.query({ name: 'there', values: [n] } as unknown as pg.QueryConfig);
    expect(rows).toEqual([{ n }]);
  }
});

test('by a callback in the query itself', async () => {
  const rows = await new Promise((resolve) => {
    const callback = (_error: Error | null, result: pg.QueryResult): void => {
      resolve(result.rows);
    };
    void client.query({ name: 'itself', text: 'select 1 as n', callback } as pg.QueryConfig);
  });
  expect(rows).toEqual([{ n: 1 }]);
});

test('by a callback, with values of their own', async () => {
  const ask = async (n: number): Promise<unknown> =>
    await new Promise((resolve, reject) => {
      const query = { name: 'called', text: 'select $1::int as n', rowMode: 'array' };
      client.query(query as unknown as string, [n], (error: Error | null, result) => {
        if (error === null) resolve(result.rows);
        else reject(error);
      });
    });
  expect([await ask(1), await ask(2), await ask(3)]).toEqual([[[1]], [[2]], [[3]]]);
});
