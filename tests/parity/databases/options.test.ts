import { Pool } from 'pg';
import type { Client } from 'pg';
import { compareDatabases } from '../../../src/parity/databases/compare.ts';
import type { CompareDatabasesOptions } from '../../../src/parity/databases/compare.ts';
import { Problem } from '../../../src/problem.ts';
import { openTwoDatabases } from './two-databases.ts';
import type { TwoDatabases } from './two-databases.ts';

const BASE = `
create schema app;
create schema other;
create table app.users (id serial primary key, name text);
create table other.things (id integer);
`;

let two: TwoDatabases;
beforeAll(async () => {
  two = await openTwoDatabases(BASE);
});
afterAll(() => two[Symbol.asyncDispose]());

/** What is said when one of them was changed. */
async function said(
  change: string,
  options: Partial<CompareDatabasesOptions> = {},
): Promise<readonly string[]> {
  let messages: readonly string[] = [];
  await two.inTransactions(async () => {
    await two.actual.query(two.named(change));
    const { differences, agrees } = await two.compare(options);
    messages = differences.map(({ message }) => message);
    expect(agrees).toBe(messages.length === 0);
  });
  return messages;
}

describe('what is said', () => {
  test('a fact with both values', async () => {
    expect(await said(`alter table app.users alter column name set default 'x'`)).toEqual([
      "column app.users.name: expected no default, found default 'x'::text",
    ]);
  });

  test('a long value is named, and stands in the difference', async () => {
    const { actual } = two;
    await two.inTransactions(async () => {
      const long = 'long '.repeat(30);
      await actual.query(`comment on table app.users is '${long}'`);
      const { differences } = await two.compare();
      expect(differences).toEqual([
        {
          code: 'table/comment',
          kind: 'table',
          object: 'app.users',
          identity: { kind: 'table', schema: 'app', parent: null, name: 'users' },
          attribute: 'comment',
          expected: null,
          actual: long,
          message: `table app.users: comment differs: expected no comment, found comment ${'long '.repeat(10)}lo…`,
        },
      ]);
    });
  });

  test('of a long text where it begins to be another one', async () => {
    const query = (least: number) =>
      `create view app.seen as select id, name from app.users where id > 0 and id > ${least} and name <> 'somebody'`;
    const { expected, actual } = two;
    await two.inTransactions(async () => {
      await expected.query(query(5));
      await actual.query(query(6));
      const { differences } = await two.compare();
      const [message = ''] = differences.map((one) => one.message);
      expect(differences).toHaveLength(1);
      expect(message).toMatch(
        /^view app.seen: definition differs: expected ….*id > 5\) .*…?, found ….*id > 6\) .*$/,
      );
      expect(message).not.toContain('\n');
    });
  });

  test('what a foreign key does once, and not again by its triggers', async () => {
    const change = (rest: string) =>
      `alter table app.users add boss integer constraint boss references app.users (id) ${rest}`;
    const { expected, actual } = two;
    await two.inTransactions(async () => {
      await expected.query(change(''));
      await actual.query(change('on delete cascade on update set null'));
      const { differences } = await two.compare();
      expect(differences.map(({ message }) => message)).toEqual([
        'foreign key app.users.boss: expected on update no action, found on update set null',
        'foreign key app.users.boss: expected on delete no action, found on delete cascade',
      ]);
    });
  });

  test('a type without how it is stored, which follows from it', async () => {
    expect(await said('alter table app.users alter name type integer using 1')).toEqual([
      'column app.users.name: expected type text, found type integer',
    ]);
  });

  test('a table with what it holds, and a namespace with its tables, in one line each', async () => {
    expect(await said('drop schema other cascade; create table app.stray (id integer, note text)')).toEqual([
      'schema other: missing, with 2 objects of its own',
      'table app.stray: unexpected, with 2 objects of its own',
    ]);
  });

  test('the order of columns once, and only of those that both have', async () => {
    const change = `alter table app.users drop column name; alter table app.users add column name text`;
    expect(await said(change)).toEqual([]);
    expect(
      await said(`drop table app.users cascade; create table app.users (name text, id serial primary key)`),
    ).toEqual(['columns of app.users: expected in the order id, name, found name, id']);
    expect(await said(`drop table app.users cascade; create table app.users (name text)`)).toEqual([
      'sequence app.users_id_seq: missing',
      'column app.users.id: missing',
      'primary key app.users.users_pkey: missing',
      ...(two.version >= 18 ? ['not null constraint app.users.users_id_not_null: missing'] : []),
    ]);
  });

  test('the same in the same order every time', async () => {
    const change =
      'create table app.b (id integer); create table app.a (id integer); create role ROLE_z; create role ROLE_a';
    const first = await said(change);
    expect(first).toHaveLength(4);
    expect(await said(change)).toEqual(first);
  });
});

describe('what is not compared', () => {
  const BOOKKEEPING = `
    create schema keelson; create table keelson.deploys (id integer);
    create table app.knex_migrations (id serial primary key, name text);
    create table app.knex_migrations_lock (index serial primary key, is_locked integer)`;

  test('what is written down about migrations, unless it is asked for', async () => {
    expect(await said(BOOKKEEPING)).toEqual([]);
    const all = await said(BOOKKEEPING, { bookkeeping: 'compared' });
    expect(all).toHaveLength(5);
    expect(all[0]).toBe('schema keelson: unexpected, with 2 objects of its own');
  });

  test('a kind, a namespace, a name or a fact that is to be ignored', async () => {
    const change = `create table other.stray (id integer); alter table other.things owner to pg_monitor;
      comment on table app.users is 'people'; create function app.f() returns integer language sql as 'select 1'`;
    expect(await said(change)).toHaveLength(4);
    expect(await said(change, { ignore: [{ schema: 'other' }] })).toHaveLength(2);
    expect(await said(change, { ignore: [{ kind: 'function' }] })).toHaveLength(3);
    expect(await said(change, { ignore: [{ attribute: 'owner' }] })).toHaveLength(3);
    expect(await said(change, { ignore: [{ name: 'users', attribute: 'comment' }] })).toHaveLength(3);
    expect(
      await said(change, {
        ignore: [
          { schema: 'other' },
          { kind: 'function' },
          { kind: 'table', name: 'users', attribute: 'comment' },
        ],
      }),
    ).toEqual([]);
  });

  test('an ignored namespace as a whole', async () => {
    expect(await said('drop schema other cascade', { ignore: [{ schema: 'other' }] })).toEqual([]);
  });

  test('other namespaces than those that are named', async () => {
    const change = 'create table other.stray (id integer); create table app.stray (id integer)';
    expect(await said(change, { schemas: ['app'] })).toEqual([
      'table app.stray: unexpected, with an object of its own',
    ]);
  });

  test('nothing is ignored by an entry that says nothing', async () => {
    await expect(said('select 1', { ignore: [{}] })).rejects.toMatchObject({ code: 'parity/ignores-all' });
  });

  test('what an extension brought', async () => {
    const change = 'create extension citext with schema other';
    expect(await said(change)).toEqual(['extension citext: unexpected']);
  });
});

test('what a role may not see is undecided', async () => {
  const { expected, actual } = two;
  const MAPPED = `create foreign data wrapper wrapper; create server remote foreign data wrapper wrapper;
    create user mapping for public server remote options (user 'me')`;
  await two.inTransactions(async () => {
    await expected.query(MAPPED);
    await actual.query(MAPPED);
    expect(await two.compare()).toMatchObject({ agrees: true });
    await actual.query('set local role pg_monitor');
    const comparison = await two.compare();
    expect(comparison).toMatchObject({ agrees: false, differences: [] });
    expect(comparison.undecided).toMatchObject([
      { code: 'user-mapping/options', object: 'remote.public', expected: ['user=me'], actual: null },
    ]);
  });
});

test('progress is told kind by kind, to the end', async () => {
  const { expected, actual } = two;
  const told: { kind: string; done: number; of: number }[] = [];
  const { compared } = await compareDatabases({
    expected,
    actual,
    onProgress: (progress) => told.push(progress),
  });
  const last = told.at(-1);
  expect(told.map(({ done }) => done)).toEqual(told.map((_, index) => index + 1));
  expect(last?.done).toBe(last?.of);
  expect(Object.keys(compared.objects).every((kind) => told.some((one) => one.kind === kind))).toBe(true);
});

test('settings and pools do as well as clients, and nothing is left of what was set', async () => {
  const { expected, databases } = two;
  const [one, other] = databases;
  const path = await expected.query('show search_path');
  const pool = new Pool({ connectionString: other.url, max: 1 });
  try {
    expect(await two.compare({ expected: one.settings, actual: pool })).toMatchObject({ agrees: true });
    expect(await two.compare({ actual: other.settings })).toMatchObject({ agrees: true });
    expect(pool.idleCount).toBe(1);
  } finally {
    await pool.end();
  }
  expect((await expected.query('show search_path')).rows).toEqual(path.rows);
});

test('two major versions are not compared', async () => {
  const { expected, actual, version } = two;
  // The same server, which says that it is another one.
  const newer = Object.create(actual, {
    query: {
      value: (query: unknown, ...rest: unknown[]): unknown =>
        typeof query === 'string' && query.includes('server_version_num')
          ? Promise.resolve({ rows: [{ number: String((version + 1) * 10_000), text: 'newer' }] })
          : (actual.query as (...given: unknown[]) => unknown).call(actual, query, ...rest),
    },
  }) as Client;
  const comparing = compareDatabases({ expected, actual: newer });
  await expect(comparing).rejects.toThrow(Problem);
  await expect(comparing).rejects.toMatchObject({
    code: 'parity/versions-differ',
    what: `the expected database is on Postgres ${version}, the actual one on Postgres ${version + 1}`,
  });
});
