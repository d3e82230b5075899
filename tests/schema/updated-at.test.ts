import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Client } from 'pg';
import { verifications } from '../../src/lib/db/schema/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';

const EARLIER = new Date('2026-01-01T00:00:00Z');
const LATER = new Date('2099-01-01T00:00:00Z');

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client(database.url);
  await client.connect();
  await client.query(`insert into auth.users (id) values ('ada')`);
  await client.query(`insert into auth.organizations (id, name, slug) values ('boats', 'Boats', 'boats')`);
}, 120_000);

afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

// Each table that has the column, with the row that is updated and the harmless column that changes.
const cases = [
  ['users', `insert into auth.users (id, updated_at) values ('x', $1)`, 'name'],
  [
    'accounts',
    `insert into auth.accounts (id, user_id, provider, provider_account_id, updated_at)
       values ('x', 'ada', 'p', 'x', $1)`,
    'scope',
  ],
  [
    'sessions',
    `insert into auth.sessions (id, session_token, user_id, expires, updated_at)
       values ('x', 'x', 'ada', 'infinity', $1)`,
    'user_agent',
  ],
  [
    'verifications',
    `insert into auth.verifications (id, identifier, value, expires_at, updated_at)
       values ('x', 'x', 'x', 'infinity', $1)`,
    'value',
  ],
  [
    'teams',
    `insert into auth.teams (id, name, organization_id, updated_at) values ('x', 'x', 'boats', $1)`,
    'name',
  ],
  [
    'organization_roles',
    `insert into auth.organization_roles (id, organization_id, role, permission, updated_at)
       values ('x', 'boats', 'x', '{}', $1)`,
    'permission',
  ],
  [
    'api_keys',
    `insert into auth.api_keys (id, reference_id, key, updated_at) values ('x', 'x', 'x', $1)`,
    'name',
  ],
] as const;

beforeEach(() => client.query('begin'));
afterEach(() => client.query('rollback'));

test('is there in these tables and in no other', async () => {
  const { rows } = await client.query<{ name: string }>(
    `select relname::text as name from pg_attribute join pg_class c on c.oid = attrelid
       where relnamespace = 'auth'::regnamespace and relkind = 'r' and attname = 'updated_at' order by 1`,
  );
  expect(rows.map((row) => row.name)).toEqual(cases.map(([table]) => table).toSorted());
});

test.each(cases)('%s: moves when the writer leaves it alone', async (table, insert, column) => {
  await client.query(insert, [EARLIER]);
  const { rows } = await client.query<{ moved: boolean }>(
    `update auth.${table} set ${column} = 'changed' where id = 'x' returning updated_at = now() as moved`,
  );
  expect(rows).toEqual([{ moved: true }]);
});

test.each(cases)('%s: stays where the writer puts it', async (table, insert, column) => {
  await client.query(insert, [EARLIER]);
  const { rows } = await client.query<{ updated_at: Date }>(
    `update auth.${table} set ${column} = 'changed', updated_at = $1 where id = 'x' returning updated_at`,
    [LATER],
  );
  expect(rows).toEqual([{ updated_at: LATER }]);
});

test('an update through Drizzle reads back what the trigger wrote', async () => {
  const db = drizzle(client);
  await db
    .insert(verifications)
    .values({ id: 'x', identifier: 'i', value: 'v', expiresAt: LATER, updatedAt: EARLIER });
  const rows = await db
    .update(verifications)
    .set({ value: 'w' })
    .where(eq(verifications.id, 'x'))
    .returning({ updatedAt: verifications.updatedAt });
  expect(rows[0]?.updatedAt.getTime()).toBeGreaterThan(EARLIER.getTime());
});
