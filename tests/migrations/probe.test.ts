import type { Knex } from 'knex';
import { Client } from 'pg';
import { blockedBy } from '../../src/migrations/probe/blocks.ts';
import { LOCK_MODES } from '../../src/migrations/probe/probed.ts';
import type { ProbedStatement } from '../../src/migrations/probe/probed.ts';
import { probing } from '../../src/migrations/probe/probing.ts';
import { lintSceneForFile } from './lint-scene.ts';
import type { Ran } from './lint-scene.ts';

const BASE = `
create table app.users (id int primary key, name varchar(10), note text, n int, at timestamp);
insert into app.users select g, 'u' || g, 'x', g, now() from generate_series(1, 500) g;
create table app.posts (id int primary key, user_id int, title text);
insert into app.posts select g, g, 't' from generate_series(1, 500) g;
create index users_n on app.users (n);
create view app.names as select name from app.users;
create type app.mood as enum ('good', 'bad');
analyze app.users, app.posts`;

const scene = lintSceneForFile(BASE);

async function raw(sql: readonly string[], transaction = true): Promise<Ran> {
  return await scene.run({
    transaction,
    up: async (knex) => {
      for (const one of sql) await knex.raw(one);
    },
  });
}

function last({ statements, error }: Ran): ProbedStatement {
  if (error !== undefined) throw error as Error;
  const statement = statements.at(-1);
  if (statement === undefined) throw new Error('nothing was seen');
  return statement;
}

/** The strongest lock on each table. */
function locked({ locks }: ProbedStatement): readonly string[] {
  return locks
    .filter(({ kind }) => kind === 'table')
    .map(({ relation, mode }) => `${relation} ${mode}`)
    .sort();
}

const USERS = ['app.users AccessExclusive'];

test.each([
  ['add column a timestamptz not null default now()', [], [], USERS],
  ['add column a timestamptz default clock_timestamp()', ['app.users'], ['app.users'], USERS],
  ['add column a uuid default gen_random_uuid()', ['app.users'], ['app.users'], USERS],
  ['add column a int not null default 5', [], [], USERS],
  ['add column a serial', ['app.users'], ['app.users'], USERS],
  ['add column a int generated always as identity', ['app.users'], ['app.users'], USERS],
  ['alter n type bigint', ['app.users'], ['app.users'], USERS],
  ['alter note type varchar(50)', ['app.users'], ['app.users'], USERS],
  [`alter at type timestamptz using at at time zone 'UTC'`, ['app.users'], ['app.users'], USERS],
  ['alter note type text using (note::text)', [], [], USERS],
  ['alter n set not null', [], ['app.users'], USERS],
  ['add check (n > 0) not valid', [], [], USERS],
  ['add check (n > 0)', [], ['app.users'], USERS],
  ['add unique (note, id)', [], ['app.users'], USERS],
  ['rename column note to remark', [], [], USERS],
])('alter table app.users %s', async (what, rewritten, scanned, locks) => {
  const statement = last(await raw([`drop view app.names`, `alter table app.users ${what}`]));
  expect(statement.rewritten.filter((name) => name === 'app.users')).toEqual(rewritten);
  expect(statement.scanned).toEqual(scanned);
  // The view was dropped before, which took the table's lock only for reading.
  expect(locked(statement)).toEqual(locks);
  expect(statement.inTransaction).toBe(true);
});

test('a foreign key locks both tables, and reads them unless it is not to be validated', async () => {
  const add = 'alter table app.posts add constraint fk foreign key (user_id) references app.users (id)';
  const both = ['app.posts ShareRowExclusive', 'app.users ShareRowExclusive'];
  const valid = last(await raw([add]));
  expect(locked(valid)).toEqual(both);
  expect(valid.scanned).toContain('app.posts');
  const { statements } = await raw([`${add} not valid`, 'alter table app.posts validate constraint fk']);
  expect(statements.map(({ scanned }) => scanned.includes('app.posts'))).toEqual([false, true]);
  expect(statements.map(locked)).toEqual([both, []]);
  expect(statements[1]?.held.map(({ mode }) => mode)).toContain('ShareRowExclusive');
});

test('names are those before the statement, and rows those that the planner knows of', async () => {
  const [rename, drop] = (await raw(['alter table app.users rename to people', 'drop table app.posts']))
    .statements;
  expect(rename?.locks).toMatchObject([
    { relation: 'app.users', kind: 'table', mode: 'AccessExclusive', rows: 500 },
  ]);
  expect(rename?.changes).toMatchObject([
    { what: 'relation changed', before: { name: 'app.users' }, after: { name: 'app.people' } },
  ]);
  expect(drop?.changes).toMatchObject([{ what: 'relation dropped', relation: { name: 'app.posts' } }]);
});

test('what the migration made itself is neither locked, nor read, nor written for anybody', async () => {
  const { statements } = await raw([
    'create table app.new (id serial primary key, user_id int)',
    'insert into app.new (user_id) select 1',
    'alter table app.new alter user_id type bigint',
    'create index new_user on app.new (user_id)',
    'drop table app.new',
  ]);
  for (const { locks, rewritten, scanned, built, written } of statements) {
    expect({ locks, rewritten, scanned, built, written }).toEqual({
      locks: [],
      rewritten: [],
      scanned: [],
      built: [],
      written: [],
    });
  }
});

test('what another transaction read or wrote before is not held against a statement', async () => {
  await scene
    .here()
    .client.query('select count(*) from app.users')
    .catch(() => undefined);
  const { statements } = await scene.run({
    up: async (knex) => {
      await knex.raw('alter table app.users add column a int');
      await knex.raw('select count(*) from app.users');
      await knex.raw(`update app.users set n = 1 where id = 3`);
    },
  });
  expect(statements.map(({ scanned }) => scanned)).toEqual([[], ['app.users'], []]);
  expect(statements.map(({ written }) => written)).toEqual([
    [],
    [],
    [{ relation: 'app.users', inserted: 0, updated: 1, deleted: 0 }],
  ]);
});

test('statements without a transaction have the locks that are documented, or that were measured in their own', async () => {
  const { statements, error } = await raw(
    [
      'create index concurrently posts_user on app.posts (user_id)',
      'reindex index concurrently app.posts_user',
      'alter table app.posts add column a int',
      'drop index concurrently app.posts_user',
      'vacuum full app.users',
      'vacuum app.posts',
    ],
    false,
  );
  expect(error).toBeUndefined();
  expect(statements.map(locked)).toEqual([
    ['app.posts ShareUpdateExclusive'],
    ['app.posts ShareUpdateExclusive'],
    ['app.posts AccessExclusive'],
    ['app.posts ShareUpdateExclusive'],
    ['app.users AccessExclusive'],
    ['app.posts ShareUpdateExclusive'],
  ]);
  expect(statements.every(({ inTransaction, held }) => !inTransaction && held.length === 0)).toBe(true);
  expect(new Set(statements.map(({ transaction }) => transaction)).size).toBe(statements.length);
  expect(statements[0]?.built).toEqual(['app.posts_user']);
  expect(statements[4]?.rewritten).toContain('app.users');
});

test('a failure goes through as it is, and is in the list', async () => {
  const { statements, error } = await raw(['alter table app.users add column a int', 'select 1/0']);
  expect(error).toMatchObject({ code: '22012' });
  expect(statements).toMatchObject([
    { sql: 'alter table app.users add column a int' },
    { sql: 'select 1/0', error: 'division by zero', errorCode: '22012', locks: [] },
  ]);
});

test('after a savepoint was undone, the database is seen as it then is', async () => {
  const { statements, error } = await scene.run({
    up: async (knex: Knex) => {
      await knex
        .transaction(async (inner) => {
          await inner.raw('alter table app.users rename to gone');
          await inner.raw('select 1/0');
        })
        .catch(() => undefined);
      await knex.raw('alter table app.users add column a int');
    },
  });
  expect(error).toBeUndefined();
  expect(statements.at(-1)?.changes).toMatchObject([{ what: 'column added', table: { name: 'app.users' } }]);
  expect(locked(last({ statements, error, isTransactional: true }))).toEqual(USERS);
});

test('a setting of the migration does not look like a change', async () => {
  const statement = last(
    await raw([
      `set local search_path = app, public`,
      `set local lock_timeout = '1min'`,
      `select set_config('search_path', 'public', true)`,
      'alter table app.users add column m app.mood',
    ]),
  );
  expect(statement.changes.map(({ what }) => what)).toEqual(['column added']);
  expect(statement.lockTimeout).toBe(60_000);
});

test('an index that is taken over as it is was not built', async () => {
  const { statements } = await raw([
    'drop view app.names',
    'create index users_name on app.users (name)',
    'alter table app.users alter name type text',
  ]);
  expect(statements.map(({ built }) => built)).toEqual([[], ['app.users_name'], []]);
});

test('values, namespaces and rules of types are seen though they have no lock', async () => {
  const { statements } = await raw([
    `do $$ begin execute 'alter type app.mood rename value ''bad'' to ''poor'''; end $$`,
    'alter schema app rename to shop',
    'alter schema shop rename to app',
  ]);
  expect(statements.map(({ changes }) => changes.map((change) => change.what))).toEqual([
    ['enum value renamed'],
    expect.arrayContaining(['schema renamed']) as unknown,
    expect.arrayContaining(['schema renamed']) as unknown,
  ]);
});

test('an observer that is there already stays, before and after', async () => {
  const seen: string[] = [];
  const { gate } = scene.here().session;
  gate.observe = async (config, execute) => {
    seen.push(config.text);
    return await execute();
  };
  const observer = gate.observe;
  const told: string[] = [];
  await probing(
    scene.here().session,
    async () => {
      await gate.execute({ text: 'select 7' });
    },
    { onStatement: ({ sql }) => told.push(sql) },
  );
  expect(seen).toEqual(['select 7']);
  expect(told).toEqual(['select 7']);
  expect(gate.observe).toBe(observer);
  gate.observe = undefined;
});

test('a look leaves no lock behind', async () => {
  const { client, gate } = scene.here().session;
  await scene.run({ up: () => Promise.resolve() });
  await probing(scene.here().session, async () => {
    await client.query('begin');
    await gate.execute({ text: 'alter table app.posts add column a int default 3' });
    const { rows } = await client.query<{ name: string }>(
      `select distinct relation::regclass::text as name from pg_locks
       where pid = pg_backend_pid() and locktype = 'relation' and relation::regclass::text like 'app.%' order by 1`,
    );
    expect(rows).toEqual([{ name: 'app.posts' }]);
    await client.query('rollback');
  });
});

test('whom a lock keeps waiting', () => {
  expect(LOCK_MODES.map(blockedBy)).toEqual([
    'nothing',
    'nothing',
    'nothing',
    'schema changes',
    'writes',
    'writes',
    'writes',
    'reads and writes',
  ]);
});

test('a try that did not get its locks and was made again is in the list once', async () => {
  await scene.run({ up: () => Promise.resolve() });
  const other = new Client(scene.here().url);
  await other.connect();
  await other.query('begin; lock table app.posts');
  let tries = 0;
  try {
    const { statements, error } = await scene.run({
      onTop: true,
      up: async (knex) => {
        tries += 1;
        if (tries === 2) await other.query('rollback');
        await knex.raw('alter table app.users add column a int');
        await knex.raw('alter table app.posts add column a int');
      },
    });
    expect(error).toBeUndefined();
    expect(tries).toBe(2);
    expect(statements.map(({ sql, errorCode, changes }) => [sql, errorCode, changes.length])).toEqual([
      ['alter table app.users add column a int', undefined, 1],
      ['alter table app.posts add column a int', undefined, 1],
    ]);
  } finally {
    await other.end();
  }
});
