import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { migrate, rollback } from '../../src/migrations/index.ts';
import type { MigrationPlan } from '../../src/migrations/index.ts';
import { BASE, tryOut } from './dry-run-scene.ts';
import { makeMigrations, statements, table } from './project.ts';
import { scene } from './scene.ts';

const COUNT = `
const { Client } = require('pg');
const app = new Client(process.argv[1]);
void app.connect().then(async () => {
  await app.query("set statement_timeout = '10s'");
  process.stdout.write(String((await app.query('select from people')).rowCount));
  await app.end();
});`;

test.each([
  ['commit among others', `create table boats (id int); commit; create table sails (id int)`],
  ['rollback among others', `create table boats (id int); rollback`],
  ['begin and commit in one text', `begin; create table boats (id int); commit`],
  ['a transaction that is prepared', `prepare transaction 'x'`],
])('%s would end it: refused before it is sent', async (_what, sql) => {
  await using here = await scene({ '1_bad': statements([sql], ['select 1'], { transaction: false }) });
  expect((await tryOut(here)).stopped).toMatchObject({ code: 'migrations/cannot-rehearse' });
  expect(await here.has('boats')).toBe(false);
});

test.each([
  ['a comment that ends with a carriage return', `create table boats (id int); -- note\rcommit;\nselect 1`],
  [
    'a function without statements before it',
    `create table boats (id int); create procedure nothing() begin atomic end; end`,
  ],
  [
    'texts that the session reads in another way',
    `set standard_conforming_strings = off; create table boats (id text); insert into boats values ('it\\''); commit; insert into boats values ('x')`,
  ],
  ['a text that goes on in the next line', `create table boats (id int); select E'a'\n'\\''; commit; --'`],
])('a commit that is hidden by %s does not happen', async (_what, sql) => {
  await using here = await scene({ '1_bad': statements([sql], ['select 1'], { transaction: false }) });
  expect((await tryOut(here)).stopped).toBeDefined();
  expect(await here.has('boats')).toBe(false);
});

test('words like those of a transaction in bodies, texts and names are none', async () => {
  await using here = await scene({
    '1_words': statements(
      [
        `create function f() returns int language sql begin atomic; select case when true then 1 end; end`,
        `create function g() returns void language plpgsql as $$ begin perform 1; end; $$`,
        `create table t ("commit" text default 'commit; begin'); comment on table t is 'a; rollback'`,
      ],
      ['drop function f', 'drop function g', 'drop table t'],
    ),
  });
  expect((await tryOut(here)).stopped).toBeUndefined();
});

test('it gives way when somebody has to wait for it', async () => {
  await using here = await scene({ '1_people': BASE });
  await here.up();
  here.migrations.write(
    '2_long',
    statements(
      ['alter table people add column a int', 'select pg_sleep(30)'],
      ['alter table people drop column a'],
    ),
  );
  const tried = tryOut(here, { lockTimeout: 300 });
  const app = new Client(here.database.url);
  await app.connect();
  const isLocked = async (): Promise<boolean> =>
    (
      await here.client.query(
        `select from pg_locks where relation = 'people'::regclass and mode = 'AccessExclusiveLock' and granted`,
      )
    ).rowCount !== 0;
  while (!(await isLocked())) await new Promise((resolve) => setTimeout(resolve, 20));
  const { rows } = await app.query('select count(*)::int as count from people');
  await app.end();
  expect(rows).toEqual([{ count: 2 }]);
  expect((await tried).stopped).toMatchObject({ code: 'migrations/rehearsal-in-the-way' });
});

test('it gives way while the code of a migration is at something else', async () => {
  await using here = await scene({ '1_people': BASE });
  await here.up();
  here.migrations.write(
    '2_long',
    `exports.up = async (knex) => {
  await knex.raw('alter table people add column a int');
  await new Promise((resolve) => setTimeout(resolve, 20_000));
};
exports.down = async () => {};`,
  );
  const tried = tryOut(here, { lockTimeout: 300 }).catch((error: unknown) => error);
  const isLocked = async (): Promise<boolean> =>
    (
      await here.client.query(
        `select from pg_locks where relation = 'people'::regclass and mode = 'AccessExclusiveLock' and granted`,
      )
    ).rowCount !== 0;
  while (!(await isLocked())) await new Promise((resolve) => setTimeout(resolve, 20));
  // In this process it would be the migration's own query, which waits for itself.
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', COUNT, here.database.url]);
  expect(stdout).toBe('2');
  expect(((await tried) as MigrationPlan).stopped).toMatchObject({ code: 'migrations/rehearsal-in-the-way' });
});

test('a deploy of another history meanwhile keeps its numbers', async () => {
  await using here = await scene({ '1_people': BASE });
  using others = makeMigrations(
    { '1_boats': table('boats') },
    { migrations: { tableName: 'other_history' } },
  );
  await here.up();
  here.migrations.write(
    '2_wait',
    `exports.up = async (knex) => { await knex.raw('select pg_advisory_lock(1)'); }; exports.down = async () => {};`,
  );
  await here.client.query('select pg_advisory_lock(1)');
  const tried = tryOut(here, { lockTimeout: 0 });
  const waiting = `select from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  const waits = async (): Promise<boolean> => (await here.client.query(waiting)).rowCount === 1;
  while (!(await waits())) await new Promise((resolve) => setTimeout(resolve, 20));
  const other = { config: others.config, connection: here.database.settings };
  await migrate(other);
  await here.client.query('select pg_advisory_unlock(1)');
  await tried;
  await rollback(other);
  await migrate(other);
});
