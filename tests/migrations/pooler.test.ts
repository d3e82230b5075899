// A real PgBouncer before the server, in each of its modes and with what might hide which one it is.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { migrate, rollback, status } from '../../src/migrations/index.ts';
import type { ConnectionSettings } from '../../src/postgres/settings.ts';
import { pgConfig } from '../../src/postgres/pg-config.ts';
import { HOW_TO_GET, PGBOUNCER, startBouncer } from '../postgres/bouncer.ts';
import { makeMigrations, statements, table } from './project.ts';
import { scene } from './scene.ts';
import type { Scene } from './scene.ts';

const TRACES = `
select (select count(*)::int from pg_class where relnamespace = 'public'::regnamespace) as tables,
  (select count(*)::int from pg_namespace where nspname like 'keelson%') as schemas,
  (select count(*)::int from pg_locks where locktype = 'advisory'
   and database = (select oid from pg_database where datname = current_database())) as locks`;

const NONE = [{ tables: 0, schemas: 0, locks: 0 }];

/** How a pooler is set, and how many other clients use it meanwhile. */
const LENDING = [
  { mode: 'transaction', name: 'one session', settings: {}, clients: 0 },
  { mode: 'transaction', name: 'two sessions', settings: { default_pool_size: 2 }, clients: 0 },
  {
    mode: 'transaction',
    name: 'two sessions in turn',
    settings: { default_pool_size: 2, min_pool_size: 2, server_round_robin: 1 },
    clients: 2,
  },
  {
    mode: 'transaction',
    name: 'four sessions in turn',
    settings: { default_pool_size: 4, min_pool_size: 4, server_round_robin: 1 },
    clients: 4,
  },
  {
    mode: 'transaction',
    name: 'many sessions and clients',
    settings: { default_pool_size: 20 },
    clients: 15,
  },
  {
    mode: 'transaction',
    name: 'sessions that are cleaned after each transaction',
    settings: { server_reset_query_always: 1, default_pool_size: 3 },
    clients: 1,
  },
  { mode: 'statement', name: 'one session', settings: {}, clients: 0 },
  {
    mode: 'statement',
    name: 'two sessions in turn',
    settings: { default_pool_size: 2, server_round_robin: 1 },
    clients: 2,
  },
] as const;

/** Clients that use a pooler for short queries, as an application does. */
async function busy(
  settings: ConnectionSettings,
  count: number,
): Promise<AsyncDisposable & { readonly failures: readonly unknown[] }> {
  const clients: Client[] = [];
  const over = new AbortController();
  const failures: unknown[] = [];
  const loops: Promise<void>[] = [];
  for (let one = 0; one < count; one += 1) {
    const client = new Client(await pgConfig(settings));
    await client.connect();
    clients.push(client);
    loops.push(
      (async () => {
        while (!over.signal.aborted) {
          await client
            .query('select pg_sleep(random() * 0.01)')
            .catch((error: unknown) => failures.push(error));
          // Sometimes more of them are free, and sometimes all are.
          await sleep(Math.random() * 5);
        }
      })(),
    );
  }
  return {
    failures,
    [Symbol.asyncDispose]: async () => {
      over.abort();
      await Promise.all(loops);
      await Promise.all(
        clients.map(async (client) => {
          await client.end();
        }),
      );
    },
  };
}

const LOGGED = (name: string): string =>
  statements(
    [`insert into runs values ('${name}')`, 'select pg_sleep(0.05)'],
    [`delete from runs where name = '${name}'`],
  );
const FILES = {
  '1_runs': statements(['create table runs (name text)'], ['drop table runs']),
  '2_two': LOGGED('2_two'),
  '3_index': statements(
    ['create index concurrently runs_name on runs (name)', `insert into runs values ('3_index')`],
    [`delete from runs where name = '3_index'`, 'drop index concurrently runs_name'],
    { transaction: false },
  ),
  '4_four': LOGGED('4_four'),
};

const traces = async ({ client }: Scene): Promise<unknown> => (await client.query(TRACES)).rows;

if (PGBOUNCER === undefined) {
  test.skip(`through PgBouncer: ${HOW_TO_GET}`, () => undefined);
} else {
  const program = PGBOUNCER;

  test.each(LENDING)(
    '$mode mode with $name: refused, and nothing is made',
    async ({ mode, settings, clients }) => {
      await using here = await scene(FILES);
      await using bouncer = await startBouncer(program, here.database.settings, mode, settings);
      await using app = await busy(bouncer.settings, clients);
      const options = { config: here.migrations.config, connection: bouncer.settings };
      // Whether it is seen must not be a matter of luck.
      for (let round = 0; round < 10; round += 1) {
        await expect(migrate(options)).rejects.toMatchObject({ code: 'migrations/pooler' });
        await expect(rollback(options)).rejects.toMatchObject({ code: 'migrations/pooler' });
      }
      expect(await traces(here)).toEqual(NONE);
      expect(app.failures).toEqual([]);
      // It only looks.
      expect(await status(options)).toMatchObject({
        applied: [],
        pending: Object.keys(FILES).map((name) => ({ name })),
      });
    },
  );

  test('session mode: deploys, takes back, and several at once run everything exactly once', async () => {
    await using here = await scene(FILES);
    await using bouncer = await startBouncer(program, here.database.settings, 'session', {
      default_pool_size: 25,
    });
    const options = { config: here.migrations.config, connection: bouncer.settings };
    for (let round = 0; round < 3; round += 1) {
      const all = await Promise.all(Array.from({ length: 8 }, async () => await migrate(options)));
      expect(all.flatMap(({ applied }) => applied.map(({ name }) => name))).toEqual(Object.keys(FILES));
      expect((await here.client.query('select name from runs order by name')).rows).toEqual(
        ['2_two', '3_index', '4_four'].map((name) => ({ name })),
      );
      expect((await status(options)).pending).toEqual([]);
      const { rolledBack, differences } = await rollback({ ...options, deploys: 8 });
      expect([rolledBack.map(({ name }) => name), differences]).toEqual([Object.keys(FILES).reverse(), []]);
    }
    expect((await here.client.query(TRACES)).rows).toMatchObject([{ locks: 0 }]);
  });

  test('session mode with no session left for anybody else', async () => {
    await using here = await scene({
      '1_slow': statements(['create table slow ()', 'select pg_sleep(1)'], []),
    });
    await using bouncer = await startBouncer(program, here.database.settings, 'session');
    const options = { config: here.migrations.config, connection: bouncer.settings };
    expect((await migrate(options)).applied).toHaveLength(1);
  });

  test('session mode: who is in the way is seen, although the pooler tells another number for the session', async () => {
    await using here = await scene({ '1_t': table('t') });
    await here.up();
    using more = makeMigrations({
      '1_t': table('t'),
      '2_x': statements(['alter table t add column x int'], []),
    });
    await using bouncer = await startBouncer(program, here.database.settings, 'session', {
      default_pool_size: 5,
    });
    await here.client.query(`set application_name = 'report'; begin; select * from t`);
    const notices: string[] = [];
    const deploy = migrate({
      config: more.config,
      connection: bouncer.settings,
      onNotice: (notice) => notices.push(notice),
    });
    while (notices.length < 2) await sleep(50);
    await here.client.query('rollback');
    expect((await deploy).applied).toHaveLength(1);
    expect(notices.join('\n')).toMatch(/2_x did not get its locks[\s\S]*report of .*idle in transaction/);
  });

  test('session mode: a deploy that is told to end ends its statement at the server', async () => {
    await using here = await scene({ '1_slow': statements(['select pg_sleep(600)'], []) });
    await using bouncer = await startBouncer(program, here.database.settings, 'session', {
      default_pool_size: 5,
    });
    const stop = new AbortController();
    const deploy = migrate({
      config: here.migrations.config,
      connection: bouncer.settings,
      signal: stop.signal,
    });
    const sleeping = `select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;
    while ((await here.client.query(sleeping)).rowCount === 0) await sleep(20);
    stop.abort('a test');
    await expect(deploy).rejects.toMatchObject({ code: 'migrations/interrupted' });
    expect((await here.client.query(sleeping)).rowCount).toBe(0);
  });
}
