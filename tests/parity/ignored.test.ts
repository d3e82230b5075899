import { index, integer, pgEnum, pgTable, pgView, text } from 'drizzle-orm/pg-core';
import { Client } from 'pg';
import { checkParity } from '../../src/parity/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { findings } from './corpus.ts';

const kind = pgEnum('kind', ['a']);
const users = pgTable('users', { id: integer(), email: text(), parent: integer() }, (t) => [
  index('users_email').on(t.email),
]);
const orders = pgTable('orders', { id: integer(), kind: kind() });
const later = pgView('later').as((query) => query.select({ id: orders.id }).from(orders));
const schema = { kind, users, orders, later };

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
  await client.query(`
    create table users (id integer, email text);
    create table extra (id integer);
    create function doing() returns integer language sql as 'select 1'`);
});
afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

const judged = async (...ignore: readonly string[]) =>
  await checkParity({ schema, connection: client, ignore });

const LACKING = [
  'column/missing public.users.parent',
  'enum/missing public.kind',
  'index/missing public.users.users_email',
  'table/missing public.orders',
  'table/undeclared public.extra',
  'view/missing public.later',
];
const without = (...lines: readonly string[]) => LACKING.filter((line) => !lines.includes(line));

test('nothing is left out unasked', async () => {
  expect(findings(await judged())).toEqual(LACKING);
});

test.each([
  [['public.extra'], ['table/undeclared public.extra']],
  [['public.orders'], ['table/missing public.orders']],
  [['public.users.users_email'], ['index/missing public.users.users_email']],
  [
    ['public.users.parent', 'public.kind'],
    ['column/missing public.users.parent', 'enum/missing public.kind'],
  ],
  [['public.users'], ['column/missing public.users.parent', 'index/missing public.users.users_email']],
  [['public.la*'], ['view/missing public.later']],
])('%j is left out on both sides', async (ignore, gone) => {
  expect(findings(await judged(...ignore))).toEqual(without(...gone));
});

test('what is ignored is counted with neither side', async () => {
  const { compared, unmanaged } = await judged('public.users', 'public.doing*');
  expect(compared.objects).toMatchObject({ table: 1 });
  expect(unmanaged).toEqual([]);
  expect((await judged()).unmanaged).toHaveLength(1);
});

test('a pattern that matches nothing is told', async () => {
  const { differences, agrees } = await checkParity({
    schema: { extra: pgTable('extra', { id: integer() }) },
    connection: client,
    ignore: ['public.users', 'public.user', 'public.doing()', 'other.*', 'other.*'],
  });
  expect(agrees).toBe(false);
  expect(differences.map(({ code, object, message }) => [code, object, message])).toEqual([
    ['ignored/stale', 'public.user', 'public.user: is to be ignored, but nothing that is judged matches it'],
    ['ignored/stale', 'other.*', 'other.*: is to be ignored, but nothing that is judged matches it'],
  ]);
});

test('one that is not needed may be accepted', async () => {
  const verdict = await checkParity({
    schema: { extra: pgTable('extra', { id: integer() }) },
    connection: client,
    ignore: ['public.users', 'other.*'],
    accepted: [{ code: 'ignored/stale', object: 'other.*', reason: 'only there in production' }],
  });
  expect(verdict.agrees).toBe(true);
});

test('to ignore all that is declared is refused', async () => {
  await expect(judged('public.*')).rejects.toMatchObject({ code: 'parity/all-ignored' });
});
