// What goes wrong with a stock Knex: each of these lost data, a lock or the history there.
import { statements, table } from './project.ts';
import { scene } from './scene.ts';

const FAILS = statements(['create table half (id int)', 'select 1 / 0'], ['drop table half']);

test('a failed deploy, then a rollback: the release before it stays', async () => {
  await using here = await scene({ '1_good': table('good') });
  await here.up();
  here.migrations.write('2_bad', FAILS);
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/failed' });
  expect(await here.down()).toEqual([]);
  expect(await here.applied()).toEqual(['1_good']);
  expect(await here.has('good')).toBe(true);
});

test('a deploy without migrations, then a rollback: nothing goes', async () => {
  await using here = await scene({ '1_good': table('good') });
  await here.up();
  await here.up();
  expect(await here.down()).toEqual([]);
  expect(await here.has('good')).toBe(true);
});

test('a rollback that is typed twice goes no further back', async () => {
  await using here = await scene({ '1_one': table('one') });
  await here.up();
  here.migrations.write('2_two', table('two'));
  await here.up();
  expect(await here.down()).toEqual(['2_two']);
  expect(await here.down()).toEqual([]);
  expect(await here.applied()).toEqual(['1_one']);
  // For those who mean it.
  expect(await here.down({ deploys: 2 })).toEqual(['1_one']);
});

test('a deploy that failed after some of its migrations: exactly those go', async () => {
  await using here = await scene({ '1_one': table('one') });
  await here.up();
  here.migrations.write('2_two', table('two'));
  here.migrations.write('3_three', table('three'));
  here.migrations.write('4_bad', FAILS);
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/failed' });
  expect(await here.applied()).toEqual(['1_one', '2_two', '3_three']);
  expect(await here.down()).toEqual(['3_three', '2_two']);
  expect(await here.down()).toEqual([]);
  expect(await here.applied()).toEqual(['1_one']);
});

test('an error that a migration swallows is no success, up or down', async () => {
  const swallowing = (sql: string): string =>
    `exports.up = async (knex) => { ${sql} };\nexports.down = async (knex) => { await knex.raw('drop table if exists lost'); try { await knex.raw('select 1/0'); } catch {} };`;
  await using here = await scene({
    '1_lost': swallowing(
      `await knex.raw('create table lost ()'); try { await knex.raw('select 1/0'); } catch {}`,
    ),
  });
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/swallowed-error' });
  expect(await here.applied()).toEqual([]);
  here.migrations.remove('1_lost');
  here.migrations.write('2_lost', swallowing(`await knex.raw('create table lost ()')`));
  await here.up();
  await expect(here.down()).rejects.toMatchObject({ code: 'migrations/swallowed-error' });
  expect([await here.applied(), await here.has('lost')]).toEqual([['2_lost'], true]);
});

test('a migration without a transaction changes nothing for its neighbours', async () => {
  await using here = await scene({
    '1_one': table('one'),
    '2_index': statements(
      ['create index concurrently one_id on one (id)'],
      ['drop index concurrently one_id'],
      {
        transaction: false,
      },
    ),
    '3_bad': FAILS,
  });
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/failed' });
  expect(await here.applied()).toEqual(['1_one', '2_index']);
  expect(await here.has('half')).toBe(false);
  here.migrations.remove('3_bad');
  here.migrations.write('3_good', table('good'));
  await here.up();
  // Two runs are two deploys, whatever a stock Knex would make of them.
  expect(await here.down()).toEqual(['3_good']);
});

test('an enum value that is added in one migration is used in the next, in one deploy', async () => {
  await using here = await scene({
    '1_type': statements(
      [`create type mood as enum ('sad')`, 'create table t (m mood)'],
      ['drop table t', 'drop type mood'],
    ),
    '2_value': statements([`alter type mood add value 'ok'`], []),
    '3_use': statements([`insert into t values ('ok')`], ['delete from t']),
  });
  expect(await here.up()).toHaveLength(3);
});

test('rows with deferred keys in one migration and a change of their table in the next', async () => {
  await using here = await scene({
    '1_tables': statements(
      [
        'create table a (id int primary key)',
        'create table b (a int references a deferrable initially deferred)',
      ],
      ['drop table b, a'],
    ),
    '2_rows': statements(['insert into b values (1)', 'insert into a values (1)'], ['truncate a, b']),
    '3_alter': statements(['alter table b add column c int'], ['alter table b drop column c']),
  });
  expect(await here.up()).toHaveLength(3);
});

test('a unique index that cannot be built concurrently is neither recorded nor left behind', async () => {
  const build = statements(
    ['create unique index concurrently if not exists one_id on one (id)'],
    ['drop index concurrently one_id'],
    { transaction: false },
  );
  await using here = await scene({
    '1_one': statements(['create table one (id int)', 'insert into one values (1), (1)'], ['drop table one']),
    '2_index': build,
  });
  for (let again = 0; again < 2; again += 1) {
    await expect(here.up()).rejects.toMatchObject({ code: 'migrations/failed' });
    expect(await here.applied()).toEqual(['1_one']);
  }
  await here.client.query('delete from one');
  await here.up();
  const { rows } = await here.client.query(
    `select indisvalid from pg_index where indexrelid = 'one_id'::regclass`,
  );
  expect(rows).toEqual([{ indisvalid: true }]);
});

test('a migration without a transaction that fails half way goes on where it ended', async () => {
  await using here = await scene({
    '1_steps': statements(
      [
        'create table steps (id int)',
        'insert into steps values (1)',
        'alter table later add column x int',
        'insert into steps values (2)',
      ],
      ['drop table steps'],
      { transaction: false },
    ),
  });
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/failed' });
  await here.client.query('create table later ()');
  await here.up();
  expect((await here.client.query('select id from steps order by id')).rows).toEqual([{ id: 1 }, { id: 2 }]);
});

test.each([
  ['a builder that is not awaited', `knex.schema.createTable('t', (t) => t.integer('id'));`],
  ['a raw statement that is not awaited', `knex.raw('create table t ()');`],
  [
    'a promise that is not returned',
    `knex.schema.createTable('t', (t) => t.integer('id')).then(() => undefined);`,
  ],
  [
    'one of several',
    `await knex.raw('create table t ()'); knex.raw('create table u ()').then(() => undefined);`,
  ],
])('%s is an error, not a success', async (_, body) => {
  await using here = await scene({
    '1_t': `exports.up = async (knex) => { ${body} };\nexports.down = async () => {};`,
  });
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/forgotten-await' });
  expect([await here.applied(), await here.has('t')]).toEqual([[], false]);
});

test('statements that are begun at once run one after the other', async () => {
  await using here = await scene({
    '1_t': `exports.up = (knex) => Promise.all([
      knex.raw('create schema app'),
      knex.schema.withSchema('app').createTable('t', (t) => { t.integer('id').index(); }),
      knex.raw('create table app.u ()'),
    ]);
    exports.down = (knex) => knex.raw('drop schema app cascade');`,
  });
  await here.up();
  expect(await here.has('app.t')).toBe(true);
});

test('a migration that ends its own transaction is told', async () => {
  await using here = await scene({ '1_t': statements(['create table t ()', 'commit'], ['drop table t']) });
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/own-transaction' });
  expect(await here.applied()).toEqual([]);
});

test('the app’s own connection in a migration: the two would wait for each other for ever', async () => {
  await using here = await scene({ '1_t': table('t') });
  await here.up();
  here.migrations.write(
    '2_deadlock',
    `const { Client } = require(${JSON.stringify(require.resolve('pg'))});
     exports.up = async (knex) => {
       await knex.raw('alter table t add column x int');
       const own = new Client(${JSON.stringify(here.database.url)});
       await own.connect();
       try { await own.query('select * from t'); } finally { await own.end(); }
     };
     exports.down = async () => {};`,
  );
  await expect(here.up()).rejects.toMatchObject({
    code: 'migrations/other-connection',
    what: expect.stringContaining('select * from t') as string,
  });
  expect(await here.applied()).toEqual(['1_t']);
});
