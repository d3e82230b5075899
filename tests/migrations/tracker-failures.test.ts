// How migrations fail, and what is left then.
import { table, statements } from './project.ts';
import { scene } from './scene.ts';

const PG = JSON.stringify(require.resolve('pg'));
const KNEX = JSON.stringify(require.resolve('knex'));

/** A migration by the bodies of its functions. */
function bodies(up: string, down = ''): string {
  return `exports.up = async (knex) => { ${up} };\nexports.down = async (knex) => { ${down} };`;
}

describe('connections', () => {
  test('the app’s own knex in a transaction: told, rather than waiting for ever', async () => {
    await using here = await scene({ '1_t': table('t') });
    await here.up();
    here.migrations.write(
      '2_own',
      bodies(
        `const own = require(${KNEX})({ client: 'pg', connection: ${JSON.stringify(here.database.url)} });
         await knex.raw('alter table t add column x int');
         try { await own('t').insert({ id: 1 }); } finally { await own.destroy(); }`,
      ),
    );
    await expect(here.up()).rejects.toMatchObject({
      code: 'migrations/other-connection',
      what: expect.stringContaining('insert into "t"') as string,
    });
    expect((await here.client.query('select id from t')).rowCount).toBe(0);
  });

  test('a statement beside an inner transaction does not wait for a connection that never comes', async () => {
    const body = `await knex.transaction(async (inner) => {
      await inner.raw('create table t (id int)');
      await knex.raw('select 1');
      await inner.raw('insert into t values (1)');
    });`;
    await using here = await scene({
      '1_in': bodies(body),
      '2_steps': `exports.config = { transaction: false };\n${bodies(body.replaceAll(' t ', ' u '))}`,
    });
    expect(await here.up()).toHaveLength(2);
    expect((await here.client.query('select t.id from t, u')).rowCount).toBe(1);
  });

  test('what a migration sets for its session, the next one does not have', async () => {
    await using here = await scene({
      '1_set': bodies(
        `await knex.raw('set search_path = pg_temp'); await knex.raw('set default_transaction_read_only = on'); await knex.raw("set statement_timeout = '1h'");`,
      ),
      '2_t': bodies(
        `await knex.raw("create table t as select current_setting('statement_timeout') as value");`,
      ),
    });
    await here.up();
    expect((await here.client.query('table public.t')).rows).toEqual([{ value: '0' }]);
  });
});

describe('failures', () => {
  test.each([
    ['null', 'throw null;'],
    ['a text', `throw 'no wind';`],
    ['an error without a message', `throw new Error();`],
    ['an error of another realm', `throw require('node:vm').runInNewContext('new Error("far away")');`],
  ])('%s as the reason of a failure: the file is named, and nothing is left', async (_, up) => {
    await using here = await scene({ '1_t': bodies(`await knex.raw('create table t ()'); ${up}`) });
    await expect(here.up()).rejects.toMatchObject({
      code: 'migrations/failed',
      what: expect.stringMatching(/1_t\.js failed: ./) as string,
    });
    expect([await here.has('t'), await here.applied()]).toEqual([false, []]);
  });

  test.each(['beforeAll', 'beforeEach', 'afterEach'])('a hook %s that fails leaves nothing', async (hook) => {
    await using here = await scene(
      { '1_t': table('t') },
      {
        migrations: {
          [hook]: () => {
            throw new Error('hooked');
          },
        },
      },
    );
    await expect(here.up()).rejects.toThrow(/hooked/);
    expect([await here.has('t'), await here.applied()]).toEqual([false, []]);
  });

  test('a hook after all that fails takes nothing back', async () => {
    const afterAll = (): never => {
      throw new Error('hooked');
    };
    await using here = await scene({ '1_t': table('t') }, { migrations: { afterAll } as object });
    await expect(here.up()).rejects.toThrow(/hooked/);
    expect(await here.applied()).toEqual(['1_t']);
    await expect(here.down()).rejects.toThrow(/hooked/);
    expect(await here.applied()).toEqual([]);
  });

  test('a connection that the migration opened and left open does not keep the deploy from its end', async () => {
    await using here = await scene({});
    here.migrations.write(
      '1_t',
      bodies(
        `const { Client } = require(${PG}); const own = new Client(${JSON.stringify(here.database.url)});
         await own.connect(); await own.query('select 1'); own.on('error', () => undefined); globalThis.left = own;
         await knex.raw('create table t ()');`,
      ),
    );
    expect(await here.up()).toEqual(['1_t']);
    await (globalThis as unknown as { left: { end(): Promise<void> } }).left.end();
  });
});

describe('the order of the way back', () => {
  test('is the opposite of that in which they were applied, not of their names', async () => {
    await using here = await scene({ '1_one': table('one'), '3_three': table('three') });
    await here.up();
    here.migrations.write('2_two', table('two'));
    await here.up({ allowOutOfOrder: true });
    expect(await here.down({ deploys: 2 })).toEqual(['2_two', '3_three', '1_one']);
  });

  test('and one down that fails leaves those behind it, to go on with', async () => {
    await using here = await scene({
      '1_one': table('one'),
      '2_two': statements(['create table two ()'], ['drop table two', 'drop table missing']),
      '3_three': table('three'),
    });
    await here.up();
    await expect(here.down()).rejects.toMatchObject({
      code: 'migrations/failed',
      why: expect.stringContaining('3_three') as string,
    });
    expect(await here.applied()).toEqual(['1_one', '2_two']);
    expect(await here.has('two')).toBe(true);
    await here.client.query('create table missing ()');
    expect(await here.down()).toEqual(['2_two', '1_one']);
  });
});
