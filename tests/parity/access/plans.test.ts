import { sql } from 'drizzle-orm';
import { integer, pgPolicy, pgSchema } from 'drizzle-orm/pg-core';
import { Client } from 'pg';
import { checkParity } from '../../../src/parity/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import { becomePoor } from './poor-role.ts';

const app = pgSchema('app');
const schema = {
  app,
  parts: app.table('parts', { id: integer().notNull(), x: integer() }),
  rows: app.table('rows', { id: integer() }, () => [
    pgPolicy('written', { using: sql`id in (select v.column1 from (values (1), (2)) as v)` }),
    pgPolicy('empty', { using: sql`id in (select p.id from app.parts p where p.x = 1)` }),
    pgPolicy('never', { using: sql`id in (select p.id from app.parts p where p.id is null and p.x = 1)` }),
    pgPolicy('plain', { using: sql`id > 5` }),
  ]),
};

/** What nothing is planned of: what is written down, a table without any partition, a condition that cannot be. */
const DDL = `
  create schema app;
  create table app.parts (id integer not null, x integer) partition by range (id);
  create table app.rows (id integer);
  alter table app.rows enable row level security;
  create policy written on app.rows using (id in (select v.column1 from (values (1), (2)) as v));
  create policy empty on app.rows using (id in (select p.id from app.parts p where p.x = 1));
  create policy never on app.rows using (id in (select p.id from app.parts p where p.id is null and p.x = 1));
  create policy plain on app.rows using (id > 5)`;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});
beforeEach(async () => {
  await client.query('begin');
  await client.query(DDL);
});
afterEach(() => client.query('rollback'));

async function judged(): Promise<Record<'different' | 'undecided', readonly string[]>> {
  const { differences, undecided } = await checkParity({ schema, connection: client });
  return {
    different: differences.map(({ object }) => object),
    undecided: undecided.map(({ object }) => object).sort(),
  };
}

const UNSEEN = ['app.rows.empty', 'app.rows.never', 'app.rows.written'];

test('whoever may make temporary views knows all of it', async () => {
  expect(await judged()).toEqual({ different: [], undecided: [] });
});

test('whoever may not is not told that plans are the same which show nothing', async () => {
  await becomePoor(client, 'usage and select');
  expect(await judged()).toEqual({ different: [], undecided: UNSEEN });
});

test.each([
  ['written', 'id in (select v.column1 from (values (1), (3)) as v)'],
  ['empty', 'id in (select p.id from app.parts p where p.x = 2)'],
  ['never', 'id in (select p.id from app.parts p where p.id is null and p.x = 2)'],
  ['plain', 'id > 6'],
])('%s: %s', async (policy, using) => {
  await client.query(`alter policy ${policy} on app.rows using (${using})`);
  expect(await judged()).toEqual({ different: [`app.rows.${policy}`], undecided: [] });
  await becomePoor(client, 'usage and select');
  expect(await judged()).toEqual({
    different: policy === 'plain' ? ['app.rows.plain'] : [],
    undecided: UNSEEN,
  });
});
