// What people report of Knex again and again, each in the words of what it is about.
import { migrate, rollback } from '../../src/migrations/index.ts';
import { statements, table } from './project.ts';
import { scene } from './scene.ts';
import type { Scene } from './scene.ts';

/** A migration by the bodies of its functions. */
function bodies(up: string, down = ''): string {
  return `exports.up = async (knex) => { ${up} };\nexports.down = async (knex) => { ${down} };`;
}

async function valueOf(here: Scene, sql: string): Promise<unknown> {
  return (await here.client.query<{ value: unknown }>(sql)).rows[0]?.value;
}

function optionsOf(here: Scene): Parameters<typeof migrate>[0] {
  return { config: here.migrations.config, connection: here.database.settings };
}

describe('the first deploys of all, at once', () => {
  test('Knex’s tables are made once, with one row for the lock', async () => {
    await using here = await scene({ '1_one': table('one') });
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, async () => (await migrate(optionsOf(here))).applied.length),
    );
    expect(outcomes.sort()).toEqual([0, 0, 0, 0, 0, 1]);
    expect(await valueOf(here, 'select count(*)::int as value from knex_migrations_lock')).toBe(1);
    expect(await here.applied()).toEqual(['1_one']);
  });
});

describe('what Knex’s builders do unasked', () => {
  const ADD = `knex('runs').insert({ name: 'x' })`;

  test.each([
    ['returned', `exports.up = (knex) => ${ADD};`],
    ['returned by an async function', `exports.up = async (knex) => ${ADD};`],
    ['awaited and returned', `exports.up = async (knex) => { const rows = await ${ADD}; return rows; };`],
    ['in Promise.all', `exports.up = (knex) => Promise.all([${ADD}]);`],
    ['with then', `exports.up = (knex) => ${ADD}.then((rows) => rows);`],
  ])('a statement that is %s is run once', async (_, up) => {
    await using here = await scene({
      '1_runs': table('runs').replace('(id int)', '(name text)'),
      '2_add': `${up}\nexports.down = async () => {};`,
    });
    await here.up();
    expect(await valueOf(here, 'select count(*)::int as value from runs')).toBe(1);
  });

  test('.alter() that loses not null and default is told after the way back', async () => {
    await using here = await scene({
      '1_t': statements(['create table t (n int not null default 5)'], ['drop table t']),
    });
    await here.up();
    here.migrations.write(
      '2_type',
      bodies(
        `await knex.schema.alterTable('t', (t) => { t.bigInteger('n').notNullable().defaultTo(5).alter(); });`,
        `await knex.schema.alterTable('t', (t) => { t.integer('n').alter(); });`,
      ),
    );
    await here.up();
    const { differences } = await rollback(optionsOf(here));
    const lost = differences?.filter(({ kind }) => kind === 'column');
    expect(lost?.map(({ object, fact, before, after }) => [object, fact, before, after])).toEqual([
      ['public.t.n', 'nullable', false, true],
      ['public.t.n', 'default', '5', null],
    ]);
  });

  test('.enu().alter() is SQL that Postgres does not take: the file is named and nothing is left', async () => {
    await using here = await scene({
      '1_t': bodies(
        `await knex.schema.createTable('t', (t) => { t.text('s'); });
         await knex.schema.alterTable('t', (t) => { t.enu('s', ['a', 'b']).alter(); });`,
      ),
    });
    await expect(here.up()).rejects.toMatchObject({
      code: 'migrations/failed',
      what: expect.stringMatching(/1_t\.js failed: .*syntax error/s) as string,
      why: 'the database is as it was before',
    });
    expect(await here.has('t')).toBe(false);
  });

  test('a native enum that dropTable leaves behind is told after the way back', async () => {
    await using here = await scene({
      '1_t': bodies(
        `await knex.schema.createTable('t', (t) => { t.enu('s', ['a'], { useNative: true, enumName: 's_t' }); });`,
        `await knex.schema.dropTable('t');`,
      ),
    });
    await here.up();
    const { differences } = await rollback(optionsOf(here));
    expect(differences).toMatchObject([{ kind: 'enum', object: 'public.s_t', after: 'there' }]);
  });
});

describe('a native enum that is made anew', () => {
  const anew = (from: string, to: readonly string[]): readonly string[] => [
    'alter table t alter m drop default',
    `alter type mood rename to mood_${from}`,
    `create type mood as enum (${to.map((one) => `'${one}'`).join(', ')})`,
    `alter table t alter m type mood using m::text::mood`,
    `drop type mood_${from}`,
    `alter table t alter m set default 'a'`,
  ];
  const TABLE = statements(
    [
      `create type mood as enum ('a')`,
      `create table t (id int primary key, m mood not null default 'a')`,
      'create index on t (m)',
      `insert into t values (1)`,
    ],
    ['drop table t', 'drop type mood'],
  );

  test('by several downs in one run', async () => {
    const add = (id: number): string => `insert into t values (${id})`;
    const remove = (id: number): string => `delete from t where id = ${id} and m = 'a'`;
    await using here = await scene({
      '1_t': TABLE,
      '2_b': statements([...anew('a', ['a', 'b']), add(2)], [...anew('b', ['a']), remove(2)]),
      '3_c': statements([...anew('b', ['a', 'b', 'c']), add(3)], [...anew('c', ['a', 'b']), remove(3)]),
      '4_d': statements(
        [...anew('c', ['a', 'b', 'c', 'd']), add(4)],
        [...anew('d', ['a', 'b', 'c']), remove(4)],
      ),
    });
    expect(await here.up()).toHaveLength(4);
    expect(await here.down()).toEqual(['4_d', '3_c', '2_b', '1_t']);
  });

  test('under a function that the session has called: what helps is said, and does', async () => {
    const call = 'select seen()';
    await using here = await scene({
      '1_t': TABLE,
      '2_function': statements(
        [
          `create function seen() returns text language plpgsql as $$ declare one mood; begin select m into one from t limit 1; return one; end $$`,
          call,
        ],
        ['drop function seen()'],
      ),
      '3_b': statements([...anew('a', ['a', 'b']), call], [...anew('b', ['a']), call]),
    });
    await expect(here.up()).rejects.toMatchObject({
      what: expect.stringMatching(/cache lookup failed.*run the command again/s) as string,
    });
    expect(await here.up()).toEqual(['3_b']);
    // Keeping rows runs a down a second time, in the same session.
    expect(await here.down({ deploys: 2, discard: true })).toEqual(['3_b', '2_function', '1_t']);
  });
});

test.each([
  ['indexes', 'x'.repeat(70)],
  ['names that are cut off within a letter', 'ü'.repeat(35)],
])('long names that are the same after 63 bytes: %s', async (_, name) => {
  await using here = await scene({
    '1_t': bodies(
      `await knex.schema.createTable('t', (t) => { t.integer('a').index('${name}1'); t.integer('b').index('${name}2'); });`,
    ),
  });
  await expect(here.up()).rejects.toMatchObject({
    what: expect.stringMatching(/already exists.*63 bytes/s) as string,
  });
  expect(await here.has('t')).toBe(false);
});

describe('schemas', () => {
  const FILES = {
    '1_boats': bodies(
      `await knex.schema.createTable('boats', (t) => { t.integer('id'); });`,
      `await knex.schema.dropTable('boats');`,
    ),
  };

  test('of tenants: each its own history, deploy and way back, from the same files', async () => {
    await using here = await scene(FILES);
    const tenant = (name: string): Parameters<typeof migrate>[0] => {
      const { migrations, ...config } = here.migrations.config;
      return {
        ...optionsOf(here),
        config: { ...config, searchPath: [name], migrations: { ...migrations, schemaName: name } },
      };
    };
    await Promise.all(
      ['ann', 'bob'].map(async (name) => {
        expect((await migrate(tenant(name))).applied).toHaveLength(1);
      }),
    );
    expect([await here.has('ann.boats'), await here.has('bob.boats')]).toEqual([true, true]);
    expect((await rollback(tenant('ann'))).rolledBack).toHaveLength(1);
    expect([await here.has('ann.boats'), await here.has('bob.boats')]).toEqual([false, true]);
    expect((await rollback(tenant('ann'))).rolledBack).toEqual([]);
    expect((await migrate(tenant('bob'))).applied).toEqual([]);
  });

  test('a search path of which nothing exists: its first schema is made, and tables are created in it', async () => {
    await using here = await scene(FILES, { searchPath: ['fleet', 'more'], migrations: nowhere() });
    expect(await here.up()).toEqual(['1_boats']);
    expect([await here.has('fleet.boats'), await here.has('fleet.knex_migrations')]).toEqual([true, true]);
    expect(await here.up()).toEqual([]);
  });

  test('one that appears in front of the search path brings no migration again before it is said which counts', async () => {
    await using here = await scene(FILES, { searchPath: ['fleet', 'public'], migrations: nowhere() });
    await here.up();
    await here.client.query('create schema fleet');
    await expect(here.up()).rejects.toMatchObject({
      code: 'migrations/which-history',
      what: expect.stringMatching(/fleet.*"public"\."knex_migrations"/) as string,
    });
    expect(await here.has('fleet.boats')).toBe(false);
  });

  /** The schema of the history is not named. */
  function nowhere(): { schemaName?: string } {
    return { schemaName: undefined } as unknown as { schemaName?: string };
  }
});

test('Promise.all without a transaction: statements run in the order in which they were begun', async () => {
  await using here = await scene({
    '1_t': `exports.config = { transaction: false };
      exports.up = (knex) => Promise.all([
        knex.raw('create schema app'),
        knex.raw('create table app.t (id int)'),
        knex.raw('create index concurrently t_id on app.t (id)'),
      ]);
      exports.down = (knex) => knex.raw('drop schema app cascade');`,
  });
  await here.up();
  expect(await here.has('app.t_id')).toBe(true);
});
