import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { lint } from '../../../src/migrations/lint/lint.ts';
import { loadMigration } from '../../../src/migrations/migration-folder.ts';
import { lintSceneForFile } from '../lint-scene.ts';
import { BASE } from './scenario.ts';

const scene = lintSceneForFile(BASE);
const USERS = 'alter table app.users';

async function rules(
  up: (knex: Knex) => Promise<void>,
  setup = '',
  transaction = true,
): Promise<readonly string[]> {
  const ran = await scene.run({ setup, up, transaction });
  if (ran.error !== undefined) throw ran.error as Error;
  return lint({ name: '1_it', ...ran }).map(({ rule }) => rule);
}

async function ofSql(sql: readonly string[], setup = ''): Promise<readonly string[]> {
  return await rules(async (knex) => {
    for (const one of sql) await knex.raw(one);
  }, setup);
}

const CHECKED = `${USERS} add constraint given check (n is not null)`;
const INDEXED = 'create index posts_user on app.posts (user_id)';
const FUNCTION = `create function app.touch() returns trigger language plpgsql as 'begin return new; end'`;

test.each([
  [`${USERS} add column a timestamptz not null default now()`, ''],
  [`${USERS} add column a int not null default 5`, ''],
  [`${USERS} add column a text not null default 'new'`, ''],
  [`${USERS} alter name type varchar(20)`, ''],
  [`${USERS} alter name type text`, ''],
  [`${USERS} alter name type text`, 'create index users_name on app.users (name)'],
  [`set local timezone = 'UTC'; ${USERS} alter at type timestamptz`, ''],
  [`${USERS} alter note type text using (note::text)`, ''],
  [`${USERS} alter n set not null`, CHECKED],
  ['alter table app.posts add foreign key (user_id) references app.users (id) not valid', INDEXED],
  [`${USERS} add check (n > 0) not valid`, ''],
  [`${USERS} validate constraint given`, `${CHECKED} not valid`],
  ['create trigger touch before update on app.users for each row execute function app.touch()', FUNCTION],
  [`comment on table app.users is 'people'`, ''],
  [`comment on column app.users.n is 'a number'`, ''],
  [`alter type app.mood add value 'sad'`, `create type app.mood as enum ('good')`],
  [`${USERS} alter n set default 4`, ''],
  [`insert into app.tags values (7, 'x')`, ''],
  ['create or replace view app.names as select name from app.users', ''],
  ['grant select on app.users to pg_monitor', ''],
  ['analyze app.users', ''],
])('measured to be harmless: %s', async (sql, setup) => {
  expect(await ofSql([sql], setup)).toEqual([]);
});

test.each([
  [`${USERS} add column a timestamptz default clock_timestamp()`, ['default-rewrites']],
  [`${USERS} add column a uuid default gen_random_uuid()`, ['default-rewrites']],
  [`${USERS} add column a bigserial`, ['counter-column-rewrites']],
  [`${USERS} add column a bigint generated always as identity`, ['counter-column-rewrites']],
  [`${USERS} alter n type bigint`, ['type-change-rewrites']],
  [`${USERS} alter name type varchar(5)`, ['type-change-rewrites']],
  [`${USERS} alter note type varchar(50)`, ['type-change-rewrites']],
  [`set local timezone = 'Asia/Tokyo'; ${USERS} alter at type timestamptz`, ['type-change-rewrites']],
  [`${USERS} alter n set not null`, ['set-not-null-scans']],
  [`${USERS} add check (n > 0)`, ['check-scans']],
  [`${USERS} add unique (n)`, ['unique-constraint-blocks']],
  [`${USERS} rename column note to remark`, ['rename-column-breaks-readers']],
])('measured to be none, by the one rule that knows it: %s', async (sql, expected) => {
  expect(await ofSql([sql])).toEqual(expected);
  // A scratch database has no rows, which changes nothing.
  expect(await ofSql([sql], 'truncate app.users')).toEqual(expected);
});

test('a table that the migration makes may be treated in any way', async () => {
  const found = await rules(async (knex) => {
    await knex.schema.withSchema('app').createTable('orders', (table) => {
      table.increments();
      table.string('code');
      table.json('data');
      table.timestamp('at', { useTz: false });
      table.integer('user_id').references('id').inTable('app.users');
    });
    await knex.schema.withSchema('app').alterTable('orders', (table) => {
      table.index(['code']);
      table.unique(['user_id']);
      table.bigInteger('user_id').notNullable().alter();
      table.renameColumn('code', 'name');
      table.specificType('no', 'bigserial');
    });
    await knex.raw('insert into app.orders (user_id) values (1)');
    await knex.raw('update app.orders set name = 1');
    await knex.raw('alter table app.orders alter name type bigint using name::bigint, drop column data');
    await knex.raw('truncate app.orders cascade');
    await knex.raw('drop table app.orders');
  });
  expect(found).toEqual([]);
});

test('tables that the caller knows to be new are not flagged either', async () => {
  const sql = [`${USERS} alter n type bigint`, 'create index posts_n on app.posts (n)'];
  const ran = await scene.run({
    up: async (knex) => {
      for (const one of sql) await knex.raw(one);
    },
  });
  const of = (newTables: readonly string[]): readonly string[] =>
    lint({ name: '1_it', ...ran, newTables }).map(({ rule }) => rule);
  expect(of([])).toEqual(['type-change-rewrites', 'index-blocks-writes', 'lock-held-while-working']);
  expect(of(['app.users'])).toEqual(['index-blocks-writes']);
  expect(of(['app.users', 'app.posts'])).toEqual([]);
});

test('a column that must have a value is found in the failure too, with its names', async () => {
  const ran = await scene.run({
    up: async (knex) => {
      await knex.schema.withSchema('app').alterTable('users', (table) => table.integer('must').notNullable());
    },
  });
  expect(ran.error).toMatchObject({ code: '23502' });
  const [finding] = lint({ name: '1_it', ...ran });
  expect(finding).toMatchObject({
    rule: 'required-column-breaks-writers',
    what: expect.stringContaining('app.users.must') as string,
  });
});

test('several statements in one text are judged like each of them', async () => {
  expect(
    await ofSql([`${USERS} add column a int; create index posts_n on app.posts (n); drop table app.tags`]),
  ).toEqual(['drop-table-breaks-readers', 'index-blocks-writes']);
});

test('a partitioned table: its partitions are named', async () => {
  const setup = `create table app.log (n int, m int) partition by range (n);
    create table app.log_1 partition of app.log for values from (1) to (10);
    create table app.log_2 partition of app.log for values from (10) to (20)`;
  expect(await ofSql(['create index log_n on app.log (n)'], setup)).toEqual([
    'index-blocks-writes',
    'index-blocks-writes',
  ]);
  expect(await ofSql(['alter table app.log alter m type bigint'], setup)).toContain('type-change-rewrites');
});

test('names that need quotes are right in the safe form', async () => {
  const setup = `create schema shop; create table shop."Order" ("user" int, "what?" text); insert into shop."Order" values (1)`;
  const ran = await scene.run({
    setup,
    up: async (knex) => {
      await knex.raw('alter table shop."Order" alter "user" set not null');
    },
  });
  const [finding] = lint({ name: '1_it', ...ran });
  expect(finding?.fix).toContain('alter table shop."Order" alter column "user" set not null');
});

test('our own migrations, each on what the ones before it made', async () => {
  const folder = path.resolve('knex/migrations');
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .sort();
  await scene.here().client.query('drop schema if exists auth cascade');
  const found: string[] = [];
  for (const file of files) {
    const migration = await loadMigration(path.join(folder, file));
    found.push(
      ...(await rules(async (knex) => {
        await (migration.up(knex) as Promise<void>);
      })),
    );
  }
  expect(files.length).toBeGreaterThan(0);
  expect(found).toEqual([]);
});
