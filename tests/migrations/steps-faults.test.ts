// Migrations without a transaction: what they destroy, what they leave behind, and what they set.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { rollback } from '../../src/migrations/index.ts';
import { statements } from './project.ts';
import { scene } from './scene.ts';
import type { Scene } from './scene.ts';

/** A migration without a transaction, by the bodies of its functions. */
function bodies(up: string, down: string): string {
  return `exports.config = { transaction: false };
exports.up = async (knex) => { ${up} };\nexports.down = async (knex) => { ${down} };`;
}

const MAKE = `await knex.raw('create table sails (id int)'); await knex.raw('insert into sails values (1), (2)');`;

async function keptBy({ migrations, database }: Scene, discard = false): Promise<readonly unknown[]> {
  const { kept } = await rollback({ config: migrations.config, connection: database.settings, discard });
  return kept.map(({ table, rows }) => [table, rows]);
}

async function rowsOf({ client }: Scene, sql: string): Promise<readonly unknown[]> {
  return (await client.query<Record<string, unknown>>(sql)).rows;
}

test.each([
  ['drops in a transaction of its own', `await knex.transaction((trx) => trx.raw('drop table sails'));`],
  [
    'deletes, goes back to a savepoint, and drops in a transaction of its own',
    `await knex.transaction(async (trx) => {
       await trx.transaction((inner) => inner.raw('delete from sails').then(() => { throw new Error('no'); })).catch(() => {});
       await trx.raw('savepoint here');
       await trx.raw('truncate sails');
       await trx.raw('rollback to savepoint here');
       await trx.raw('set constraints all immediate');
       await trx.raw('drop table sails');
     });`,
  ],
  [
    'begins and commits in statements of its own',
    `await knex.raw('/* now */ begin'); await knex.raw('drop table sails'); await knex.raw('commit');`,
  ],
])('what a down %s is kept', async (_, down) => {
  await using here = await scene({ '1_sails': bodies(MAKE, down) });
  await here.up();
  expect(await keptBy(here)).toEqual([['public.sails', 2]]);
  expect(await here.has('sails')).toBe(false);
  await here.up({ restoreKept: true });
  expect(await here.has('sails')).toBe(true);
});

test('what a down takes back itself in a transaction of its own is not kept', async () => {
  await using here = await scene({
    '1_sails': bodies(
      MAKE,
      `await knex.transaction((trx) => trx.raw('drop table sails').then(() => { throw new Error('no'); })).catch(() => {});`,
    ),
  });
  await here.up();
  expect(await keptBy(here)).toEqual([]);
  expect(await rowsOf(here, 'select count(*)::int as count from sails')).toEqual([{ count: 2 }]);
});

test.each([
  ['a block that commits', 'do $$ begin delete from sails; commit; end $$'],
  ['a text that commits in its middle', 'delete from sails; commit; select 1'],
  ['a text that is a transaction', 'begin; delete from sails; commit'],
])('%s in a down is refused as long as rows are to be kept', async (_, sql) => {
  await using here = await scene({ '1_sails': bodies(MAKE, `await knex.raw(${JSON.stringify(sql)});`) });
  await here.up();
  await expect(keptBy(here)).rejects.toMatchObject({ code: 'migrations/cannot-keep' });
  expect(await rowsOf(here, 'select count(*)::int as count from sails')).toEqual([{ count: 2 }]);
  expect(await here.applied()).toEqual(['1_sails']);
  expect(await keptBy(here, true)).toEqual([]);
  expect(await here.applied()).toEqual([]);
});

const TWO_SCHEMAS = statements(
  [
    'create schema a',
    'create schema b',
    'create table a.other (id int)',
    'create index idx on a.other (id)',
    'create table b.t (id int)',
  ],
  ['drop schema a, b cascade'],
);

const INDEXES = `select indexrelid::regclass::text as name, indisvalid from pg_index where indrelid = 'b.t'::regclass`;

async function twoSchemas(): Promise<Scene> {
  const here = await scene({ '1_schemas': TWO_SCHEMAS }, { searchPath: ['a', 'b'] });
  await here.up();
  here.migrations.write(
    '2_index',
    statements(['create unique index concurrently idx on t (id)'], ['drop index concurrently b.idx'], {
      transaction: false,
    }),
  );
  return here;
}

test('an index that cannot be built is taken away, where another of its name comes first in the search path', async () => {
  await using here = await twoSchemas();
  await here.client.query('insert into b.t values (1), (1)');
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/failed' });
  expect(await rowsOf(here, INDEXES)).toEqual([]);
  await here.client.query('delete from b.t');
  expect(await here.up()).toEqual(['2_index']);
  expect(await rowsOf(here, INDEXES)).toEqual([{ name: 'b.idx', indisvalid: true }]);
});

test('one that was half built is built anew there, and not called done', async () => {
  await using here = await twoSchemas();
  const writer = new Client(here.database.url);
  await writer.connect();
  try {
    await writer.query('begin; insert into b.t values (5)');
    const controller = new AbortController();
    const up = here.up({ signal: controller.signal }).catch((error: unknown) => error);
    while ((await rowsOf(here, INDEXES)).length === 0) await sleep(25);
    controller.abort();
    expect(await up).toMatchObject({ code: 'migrations/interrupted' });
    await writer.query('commit');
  } finally {
    await writer.end();
  }
  expect(await rowsOf(here, INDEXES)).toEqual([{ name: 'b.idx', indisvalid: false }]);
  expect(await here.up()).toEqual(['2_index']);
  expect(await rowsOf(here, INDEXES)).toEqual([{ name: 'b.idx', indisvalid: true }]);
  expect(await rowsOf(here, `select to_regclass('a.idx') is not null as there`)).toEqual([{ there: true }]);
});

test('how long statements wait for locks is the same behind a concurrent one, done or failed', async () => {
  const note = (name: string): string =>
    `await knex.raw("create table ${name} as select current_setting('lock_timeout') as value");`;
  await using here = await scene({
    '1_t': bodies(
      `await knex.raw('create table t (id int)'); await knex.raw('insert into t values (1), (1)');
       await knex.raw('create index concurrently on t (id)');
       ${note('after_done')}
       await knex.raw('create unique index concurrently twice on t (id)').catch(() => undefined);
       ${note('after_failed')}`,
      '',
    ),
  });
  await here.up({ lockTimeout: 321 });
  expect(await rowsOf(here, 'table after_done union all table after_failed')).toEqual([
    { value: '321ms' },
    { value: '321ms' },
  ]);
});

test('a migration that takes another role keeps it from statement to statement; its records are the deploy’s', async () => {
  await using here = await scene({
    '1_role': bodies(
      `await knex.raw('set role pg_database_owner'); await knex.raw('create table first ()');
       await knex.raw('create index concurrently i on third (id)');
       await knex.raw('alter table missing add column id int');
       await knex.raw('create table second ()');
       await knex.transaction((trx) => trx.raw('create table own ()'));`,
      `await knex.raw('set role pg_database_owner'); await knex.raw('drop table first');
       await knex.transaction((trx) => trx.raw('drop table own, second'));
       await knex.raw('drop index concurrently i');`,
    ),
    '2_after': statements(['create table after ()'], ['drop table after']),
  });
  await here.client.query('create table third (id int); alter table third owner to pg_database_owner');
  await here.client.query('grant create on schema public to pg_database_owner');
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/failed' });
  await here.client.query('create table missing (); alter table missing owner to pg_database_owner');
  // What it set is set again where it goes on.
  expect(await here.up()).toEqual(['1_role', '2_after']);
  expect(
    await rowsOf(
      here,
      `select c.relname as name, c.relowner = 'pg_database_owner'::regrole as "isOther" from pg_class c
       where c.relname in ('first', 'second', 'own', 'after') order by 1`,
    ),
  ).toEqual([
    { name: 'after', isOther: false },
    { name: 'first', isOther: true },
    { name: 'own', isOther: true },
    { name: 'second', isOther: true },
  ]);
  expect(await here.down()).toEqual(['2_after', '1_role']);
  expect(await rowsOf(here, 'select name from keelson.steps')).toEqual([]);
});
