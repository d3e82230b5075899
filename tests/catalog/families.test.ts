import { Client } from 'pg';
import { FAMILIES } from '../../src/catalog/families.ts';
import { BEYOND_FAMILIES } from '../../src/catalog/families/beyond.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import { changes, readObjects } from './beyond/objects.ts';
import type { Objects } from './beyond/objects.ts';
import { casesOf, unchangedFacts } from './cases.ts';
import { COLUMNS } from './families/columns.ts';
import { CONSTRAINTS } from './families/constraints.ts';
import { INDEXES } from './families/indexes.ts';
import { RELATIONS } from './families/relations.ts';

const AREAS = [RELATIONS, COLUMNS, CONSTRAINTS, INDEXES];
const CASES = casesOf(AREAS);

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;
let version: number;
let before: Objects;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
  // Never committed: what belongs to the server, as roles do, is gone afterwards.
  await client.query('begin; create schema s');
  for (const { setup } of AREAS) await client.query(setup);
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int / 10000 as version`,
  );
  version = rows[0]?.version ?? 0;
  before = await readObjects(client);
});

afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

beforeEach(() => client.query('savepoint test'));
afterEach(() => client.query('rollback to savepoint test'));

test.each(CASES)('$object: $facts', async ({ sql, since, expected, also }) => {
  // A version that does not have the fact has no statement for it either.
  if (version < since) return;
  expect([...before.keys()]).toEqual(expect.arrayContaining([...expected]));
  await client.query(sql);
  // NOT NULL is an object of its own since 18 only.
  const too = also.filter((line) => version >= 18 || !line.startsWith('not null constraint '));
  expect(changes(before, await readObjects(client))).toEqual([...expected, ...too].sort());
});

test('there is a change of every fact', () => {
  const families = FAMILIES.filter((family) => !BEYOND_FAMILIES.includes(family));
  expect(unchangedFacts(families, CASES)).toEqual([]);
});

test('what nobody changed reads the same again', async () => {
  expect(changes(before, await readObjects(client))).toEqual([]);
});

test('a role without any privilege reads the same', async () => {
  await client.query('set local role keelson_families');
  expect(changes(before, await readObjects(client))).toEqual([]);
});

test('what an extension owns is its own business, and so is what belongs to it', async () => {
  await client.query('alter extension plpgsql add table s.i; alter extension plpgsql add type s.mood');
  const gone = changes(before, await readObjects(client)).filter((line) => !line.startsWith('extension '));
  expect(gone).toEqual(
    [...before.keys()].filter((key) => /^(?:table s\.i|enum s\.mood|[a-z ]+ s\.i\.\w+)$/.test(key)).sort(),
  );
  expect(gone).toEqual(
    expect.arrayContaining(['enum s.mood', 'table s.i', 'column s.i.a', 'index s.i.i_it', 'policy s.i.mine']),
  );
});

test('what is written down and goes without saying is no difference', async () => {
  await client.query(`
    grant all on table s.plain to current_user;
    grant usage on type s.mood to public;
    revoke all on sequence s.counter from public;
    alter index s.i_lower alter column 1 set statistics -1`);
  expect(changes(before, await readObjects(client))).toEqual([]);
});
