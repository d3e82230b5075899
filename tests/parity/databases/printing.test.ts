import { Client } from 'pg';
import { compareDatabases } from '../../../src/parity/databases/compare.ts';
import type { CompareDatabasesOptions } from '../../../src/parity/databases/compare.ts';
import type { DatabaseComparison } from '../../../src/parity/databases/comparison.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import type { TestDatabase } from '../../../src/testing/index.ts';
import { everyPlace, OTHER, PLACES, PRINTED, WRITTEN } from './reprinted.ts';

const databases: TestDatabase[] = [];
const clients: Client[] = [];

afterAll(async () => {
  for (const client of clients) await client.end();
  for (const database of databases) await database.drop();
});

async function connectTo(database: TestDatabase, options = ''): Promise<Client> {
  const client = new Client({ connectionString: database.url, options });
  clients.push(client);
  await client.connect();
  return client;
}

async function holding(sql: string): Promise<Client> {
  const database = await createTestDatabase({ migrate: false });
  databases.push(database);
  const client = await connectTo(database);
  await client.query(sql);
  return client;
}

/** Without roles, which are the server's: other tests make theirs meanwhile, and none is made here. */
async function compare({ ignore = [], ...options }: CompareDatabasesOptions): Promise<DatabaseComparison> {
  return await compareDatabases({ ...options, ignore: [{ kind: 'role' }, ...ignore] });
}

function codes({ differences }: DatabaseComparison): readonly string[] {
  return differences.map(({ code, object }) => `${code} ${object}`).sort();
}

describe('a condition that Postgres prints in another way after it has read its own print', () => {
  let written: Client;
  let printed: Client;
  let other: Client;
  beforeAll(async () => {
    written = await holding(everyPlace(WRITTEN));
    printed = await holding(everyPlace(PRINTED));
    other = await holding(everyPlace(OTHER));
  });

  test('is the same condition in every place', async () => {
    // Or there would be nothing to see through.
    const print = `select pg_get_constraintdef(oid) as text from pg_constraint where conname = 't_check'`;
    const [one, two] = [await written.query(print), await printed.query(print)];
    expect(one.rows).not.toEqual(two.rows);

    const comparison = await compare({ expected: written, actual: printed });
    expect(codes(comparison)).toEqual([]);
    expect(comparison.undecided).toEqual([]);
    expect(comparison.agrees).toBe(true);
  });

  test('is told from another condition in every place', async () => {
    expect(codes(await compare({ expected: written, actual: other }))).toEqual(PLACES);
    expect(codes(await compare({ expected: other, actual: printed }))).toEqual(PLACES);
  });

  test('leaves nothing behind on either side', async () => {
    const count = `select count(*)::int as made from pg_class where relname like 'keelson%'`;
    for (const client of [written, printed]) expect((await client.query(count)).rows).toEqual([{ made: 0 }]);
  });

  describe('where temporary objects may not be made', () => {
    const FORBID = `do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
      grant usage on schema app to pg_monitor; grant select on all tables in schema app to pg_monitor;
      set local role pg_monitor`;
    const ignore = [{ attribute: 'grants' }];
    beforeEach(async () => {
      await written.query('begin');
      await printed.query('begin');
    });
    afterEach(async () => {
      await written.query('rollback');
      await printed.query('rollback');
    });

    test('is read by the other side', async () => {
      await written.query(FORBID);
      const comparison = await compare({ expected: written, actual: printed, ignore });
      expect(comparison).toMatchObject({ agrees: true, differences: [], undecided: [] });
    });

    test('is undecided where neither side may, and nothing else is', async () => {
      await written.query(FORBID);
      await printed.query(FORBID);
      const comparison = await compare({ expected: written, actual: printed, ignore });
      expect(comparison).toMatchObject({ agrees: false, differences: [] });
      expect(comparison.undecided.map(({ code, object }) => `${code} ${object}`).sort()).toEqual(PLACES);
      expect(comparison.undecided[0]?.reason).toContain('permission denied');
    });
  });
});

test('what sessions and databases are set to does not show', async () => {
  const SQL = `create table t (
    at timestamptz default '2024-01-01 00:00+00',
    day date default '2024-05-06',
    time interval default '1 day 02:03:04',
    bytes bytea default '\\x00ff',
    "order" text default 'x'
  )`;
  const expected = await holding(SQL);
  const actual = await holding(SQL);
  const database = databases.at(-1);
  if (database === undefined) throw new Error('there is one that was made last');
  const otherwise = await connectTo(
    database,
    [
      ...['TimeZone=America/New_York', 'DateStyle=German', 'IntervalStyle=iso_8601', 'bytea_output=escape'],
      ...['quote_all_identifiers=on', 'standard_conforming_strings=off', 'search_path=public'],
    ]
      .map((setting) => `-c ${setting}`)
      .join(' '),
  );
  const print = `select string_agg(pg_get_expr(adbin, adrelid), ' ') as text from pg_attrdef`;
  expect((await actual.query(print)).rows).not.toEqual((await otherwise.query(print)).rows);
  expect(await compare({ expected, actual: otherwise })).toMatchObject({
    agrees: true,
    undecided: [],
  });
});
