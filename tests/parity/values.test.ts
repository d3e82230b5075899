import { pgTable, text, varchar } from 'drizzle-orm/pg-core';
import { Client } from 'pg';
import { checkParity } from '../../src/parity/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';

const orders = pgTable('orders', {
  state: text({ enum: ['x', 'y'] }),
  code: varchar({ length: 3, enum: ['abc', 'xyz'] }),
});

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
  await client.query(`
    create function listed(text) returns boolean language sql immutable as $$ select $1 in ('x', 'y') $$;
    create function moody(text) returns boolean language sql volatile as $$ select $1 in ('x', 'y') $$`);
});
afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});
beforeEach(() => client.query('begin'));
afterEach(() => client.query('rollback'));

/** What the check lets through, where that is not what the type says; undefined where nothing is to be said. */
async function found(check: string): Promise<string | undefined> {
  await client.query(`create table orders (state text, code varchar(3), constraint held check (${check}))`);
  const { differences, undecided } = await checkParity({ schema: { orders }, connection: client });
  expect(undecided).toEqual([]);
  return differences.find(({ code }) => code === 'column/values')?.live;
}

test.each([
  [`state in ('x', 'y', 'z')`, 'values x, y, z'],
  [`state = any('{x,y,z}')`, 'values x, y, z'],
  [`state = any('{"x","y","z, \\"too\\""}')`, 'values x, y, z, "too"'],
  [`state is null or state in ('x', 'y', 'z')`, 'values x, y, z'],
  [`state collate "C" in ('x', 'y', 'z')`, 'values x, y, z'],
  [`state = 'x' or state = 'y' or state = 'root'`, 'values x, y, root'],
  [`lower(state) in ('x', 'y', 'z')`, 'values x, y, z'],
  [`case state when 'x' then true when 'y' then true when 'z' then true else false end`, 'values x, y, z'],
  [`listed(state) or state = 'z'`, 'values x, y, z'],
  [`state in ('x', 'y', '')`, 'values x, y,'],
  [`state in ('x')`, 'values x'],
  [`state <> 'y'`, 'values x'],
  [`code in ('abc', 'xyz', 'zzz')`, 'values abc, xyz, zzz'],
])('a list of other values: %s', async (check, live) => {
  expect(await found(check)).toBe(live);
});

test.each([
  `state in ('x', 'y')`,
  `state = any('{x,y}')`,
  `state is null or state = 'x' or state = 'y'`,
  // No lists: they let through any number of others, which no type could hold.
  `length(state) <= 5`,
  `length(state) = 1 and state <> 'z'`,
  `state <> 'z'`,
  `state <> ''`,
  `state >= 'x'`,
  `state like 'a%' or state in ('x', 'y')`,
  `state ~ '^[a-z]+$'`,
  `state = lower(state) or state = 'Z'`,
  `state is not null`,
  `code in ('abc', 'xyz')`,
  `length(code) = 3`,
  // It may say something else the next time.
  `moody(state) or state = 'z'`,
  // Of two columns.
  `state in ('x', 'y', 'z') or code = 'abc'`,
])('nothing to be said: %s', async (check) => {
  expect(await found(check)).toBeUndefined();
});
