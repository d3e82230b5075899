import { sql } from 'drizzle-orm';
import { integer, pgPolicy, pgSchema, text } from 'drizzle-orm/pg-core';
import { Client } from 'pg';
import { checkParity } from '../../../src/parity/index.ts';
import type { Verdict } from '../../../src/parity/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import { findings } from '../corpus.ts';
import { becomePoor } from './poor-role.ts';

const app = pgSchema('app');

/** Nobody but its owner sees a row of the first, and only rows with a body of the second. */
const closed = app.table('closed', { id: integer().primaryKey(), body: text() }).enableRLS();
const filled = app.table('filled', { id: integer().primaryKey(), body: text() }, () => [
  pgPolicy('filled_body', { using: sql`body is not null` }),
]);
const columns = { id: integer().notNull(), body: text().notNull() };
const ofClosed = app.view('of_closed', columns).with({ securityInvoker: true });
const ofFilled = app.view('of_filled', columns).with({ securityInvoker: true });
const schema = {
  app,
  closed,
  filled,
  ofClosed: ofClosed.as(sql`select id, body from app.closed`),
  ofFilled: ofFilled.as(sql`select id, body from app.filled`),
  keptClosed: app.materializedView('kept_closed', columns).as(sql`select id, body from app.closed`),
  keptFilled: app.materializedView('kept_filled', columns).as(sql`select id, body from app.filled`),
};

const DDL = `
  create schema app;
  create table app.closed (id integer primary key, body text);
  create table app.filled (id integer primary key, body text);
  alter table app.closed enable row level security;
  alter table app.filled enable row level security;
  create policy filled_body on app.filled using (body is not null);
  create view app.of_closed with (security_invoker = true) as select id, body from app.closed;
  create view app.of_filled with (security_invoker = true) as select id, body from app.filled;
  create materialized view app.kept_closed as select id, body from app.closed;
  create materialized view app.kept_filled as select id, body from app.filled`;

const VIEWS = ['kept_closed', 'kept_filled', 'of_closed', 'of_filled'];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
  await client.query(DDL);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});
beforeEach(() => client.query('begin'));
afterEach(() => client.query('rollback'));

async function judged(): Promise<Verdict> {
  return await checkParity({ schema, connection: client });
}

test('who is above the policies is told of each column that allows null', async () => {
  const nullable = VIEWS.map((view) => `column/nullable app.${view}.body`);
  expect(findings(await judged())).toEqual(nullable);
});

test('rows that a policy hides are no proof that a column is never null', async () => {
  await becomePoor(client, 'usage and select');
  const { differences, undecided } = await judged();
  expect(differences).toEqual([]);
  const nullable = undecided.filter(({ code }) => code === 'column/nullable');
  expect(
    nullable
      .map(({ object }) => object)
      .filter((object) => object.endsWith('.body'))
      .sort(),
  ).toEqual(VIEWS.map((view) => `app.${view}.body`));
  for (const { reason } of nullable) expect(reason).toContain('row-level security');
});

test('a policy is no part of what a table says', async () => {
  await client.query('alter table app.closed alter column body set not null');
  await client.query(`alter policy filled_body on app.filled using (body is null)`);
  await becomePoor(client, 'usage and select');
  const { differences } = await judged();
  expect(differences.map(({ code, object }) => `${code} ${object}`)).toEqual([
    'column/nullable app.closed.body',
    'policy/using app.filled.filled_body',
  ]);
});
