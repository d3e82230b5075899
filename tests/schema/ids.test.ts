import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Client } from 'pg';
import { users } from '../../src/lib/db/schema/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const COUNT = 100_000;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;
let db: NodePgDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client(database.url);
  await client.connect();
  db = drizzle(client);
}, 120_000);

afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

test('a hundred thousand ids of one statement are well formed, distinct and in order of time', async () => {
  const { rows } = await client.query<{ id: string }>(
    'select auth.new_id() as id from generate_series(1, $1)',
    [COUNT],
  );
  const ids = rows.map((row) => row.id);
  expect(ids).toHaveLength(COUNT);
  expect(ids.filter((id) => !UUID_V7.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(COUNT);

  // Two ids of the same 4096th of a millisecond differ by chance alone, so only what comes before is ordered.
  const times = ids.map((id) => id.slice(0, 18));
  expect(times).toEqual(times.toSorted());
});

test('the first 48 bits are the milliseconds of the clock', async () => {
  const now = 'floor(extract(epoch from clock_timestamp()) * 1000)::text';
  const { rows } = await client.query<{ before: string; id: string; after: string }>(
    `select ${now} as before, auth.new_id() as id, ${now} as after`,
  );
  expect(rows).toHaveLength(1);
  for (const { before, id, after } of rows) {
    const stamped = Number.parseInt(id.replace('-', '').slice(0, 12), 16);
    // The function reckons with floating point: at the turn of a millisecond it may be in the other one.
    expect(stamped).toBeGreaterThanOrEqual(Number(before) - 1);
    expect(stamped).toBeLessThanOrEqual(Number(after) + 1);
  }
});

test('the id is made whatever the search path says', async () => {
  await client.query('begin');
  await client.query('create schema decoy');
  await client.query(`create function decoy.to_hex(bigint) returns text language sql return 'decoy'`);
  await client.query('set local search_path = decoy, pg_catalog');
  const { rows } = await client.query<{ id: string }>('select auth.new_id() as id');
  await client.query('rollback');
  expect(rows[0]?.id).toMatch(UUID_V7);
});

test('rows inserted one after the other in a transaction sort in that order', async () => {
  const ids: string[] = [];
  await db.transaction(async (transaction) => {
    for (let n = 0; n < 50; n += 1) {
      const rows = await transaction
        .insert(users)
        .values({ name: `Person ${n}` })
        .returning({ id: users.id });
      ids.push(...rows.map((row) => row.id));
    }
  });
  expect(ids).toHaveLength(50);
  expect(ids).toEqual(ids.toSorted());
});

test('an id of the writer’s own is taken as it is', async () => {
  const rows = await db
    .insert(users)
    .values({ id: 'user-id', email: 'user@example.com', name: 'User' })
    .returning();
  expect(rows).toMatchObject([{ id: 'user-id', email: 'user@example.com', name: 'User' }]);
});
