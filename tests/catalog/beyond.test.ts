import { Client } from 'pg';
import { BEYOND_FAMILIES } from '../../src/catalog/families/beyond.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { Area } from './beyond/change.ts';
import { FOREIGN } from './beyond/foreign.ts';
import { LANGUAGES } from './beyond/languages.ts';
import { changes, readObjects } from './beyond/objects.ts';
import type { Objects } from './beyond/objects.ts';
import { OPERATORS } from './beyond/operators.ts';
import { REACTIONS } from './beyond/reactions.ts';
import { REPLICATION } from './beyond/replication.ts';
import { ROUTINES } from './beyond/routines.ts';
import { SURROUNDINGS } from './beyond/surroundings.ts';
import { TYPES } from './beyond/types.ts';
import { casesOf, unchangedFacts } from './cases.ts';

const AREAS: readonly Area[] = [
  ...[ROUTINES, TYPES, OPERATORS, LANGUAGES, REACTIONS, REPLICATION, FOREIGN, SURROUNDINGS],
];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;
let version: number;
let before: Objects;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = await filled(database.url);
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

/** Never committed: what belongs to the server, and what keeps a database from being dropped, is gone afterwards. */
async function filled(url: string): Promise<Client> {
  const connected = new Client(url);
  await connected.connect();
  await connected.query('begin; create schema s');
  for (const { setup } of AREAS) await connected.query(setup);
  return connected;
}

const CASES = casesOf(AREAS);

test.each(CASES)('$object: $facts', async ({ sql, since, expected, also }) => {
  expect([...before.keys()]).toEqual(expect.arrayContaining(expected));
  // A version that does not have it has no statement for it either.
  if (version < since) return;
  await client.query(sql);
  expect(changes(before, await readObjects(client))).toEqual([...expected, ...also].sort());
});

test('there is a change of every fact', () => {
  expect(unchangedFacts(BEYOND_FAMILIES, CASES)).toEqual([]);
});

test('what nobody changed reads the same again', async () => {
  expect(changes(before, await readObjects(client))).toEqual([]);
});

test('another database with the same objects reads the same: no number that it gave out is a fact', async () => {
  await using other = await createTestDatabase({ migrate: false });
  const elsewhere = await filled(other.url);
  try {
    expect(changes(before, await readObjects(elsewhere))).toEqual([]);
  } finally {
    await elsewhere.end();
  }
});

test('a role without any privilege reads the same, but for what it may not know', async () => {
  await client.query('set local role pg_signal_backend');
  expect(changes(before, await readObjects(client))).toEqual([
    'user mapping s_server.pg_monitor: options',
    'user mapping s_server.public: options',
  ]);
});

test('what an extension owns is its own business', () => {
  expect(before.get('extension citext')).toBeDefined();
  expect([...before.keys()].filter((key) => key.startsWith('function s.citext'))).toEqual([]);
});

test('what people made among the objects of Postgres is theirs', async () => {
  await client.query(`
    create function pg_catalog.made() returns int language sql return 1;
    create domain information_schema.made as int`);
  expect(changes(before, await readObjects(client))).toEqual([
    'domain information_schema.made',
    'function pg_catalog.made()',
  ]);
});

test('a trigger of the project is read on a table of an extension too', async () => {
  await client.query(`
    alter extension citext add table s.other;
    create trigger t after insert on s.other for each row execute function s.act()`);
  expect(changes(before, await readObjects(client))).toContain('trigger s.other.t');
});

test('privileges that say what goes without saying are no difference', async () => {
  await client.query('grant execute on function s.f to public; grant usage on type s.pair, s.row to public');
  expect(changes(before, await readObjects(client))).toEqual([]);
});

test('the condition of a trigger is read whole, whatever stands around it', () => {
  const name = 'trigger s.watched.FOR EACH ROW WHEN (';
  expect(before.get(`${name}: when`)).toContain(`((old.name <> 'EXECUTE FUNCTION'::text) AND (new.id > 1))`);
  expect(before.get(`${name}: arguments`)).toBe(JSON.stringify([') EXECUTE FUNCTION ', 'b\\000', 'ü']));
});

test('no secret is read', () => {
  expect(before.get('user mapping s_server.pg_monitor: options')).toBe(
    JSON.stringify(['address=(hidden)', 'password=(hidden)', 'user=someone']),
  );
  expect(before.get('setting app.api_key: value')).toBe(JSON.stringify('(hidden)'));
  expect([...before.values()].filter((value) => value.includes('hunter2'))).toEqual([]);
});
