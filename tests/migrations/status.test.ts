import os from 'node:os';
import { Client } from 'pg';
import { adopt, describeHolder, rollback, status } from '../../src/migrations/index.ts';
import type { LockHolder } from '../../src/migrations/session/lock.ts';
import { withSettings } from '../../src/postgres/settings.ts';
import { statements, table } from './project.ts';
import { scene } from './scene.ts';
import type { Scene } from './scene.ts';

/** Everything that a look could have made. */
const MADE = `
select (select count(*)::int from pg_class where oid >= 16384) as relations,
  (select count(*)::int from pg_namespace where oid >= 16384) as namespaces`;

test('what is applied, pending, edited, missing, out of order and kept, and who did what', async () => {
  await using here = await scene({ '1_a': table('a'), '3_c': table('c'), '4_gone': table('gone') });
  const options = { config: here.migrations.config, connection: here.database.settings };
  await here.up({ revision: 'abc' });
  here.migrations.write('5_kept', statements(['create table k (id int)'], ['drop table k']));
  await here.up();
  await here.client.query('insert into k values (1)');
  await rollback(options);
  here.migrations.write('1_a', `${table('a')}\n// edited`);
  here.migrations.write('2_b', table('b'));
  here.migrations.remove('4_gone');
  const found = await status(options);
  const names = (list: readonly { readonly name: string }[]): readonly string[] =>
    list.map(({ name }) => name);
  expect({
    applied: names(found.applied),
    pending: names(found.pending),
    edited: names(found.edited),
    missing: names(found.missing),
    outOfOrder: names(found.outOfOrder),
    unproven: names(found.unproven),
    kept: found.kept.map((one) => [one.migration, one.table, one.rows]),
    lockedBy: found.lockedBy,
  }).toEqual({
    applied: ['1_a', '3_c', '4_gone'],
    pending: ['2_b', '5_kept'],
    edited: ['1_a'],
    missing: ['4_gone'],
    outOfOrder: ['2_b'],
    unproven: ['1_a', '2_b', '3_c', '5_kept'],
    kept: [['5_kept', 'public.k', 1]],
    lockedBy: undefined,
  });
  expect(found.deploys).toMatchObject([
    { direction: 'down', outcome: 'done', migrations: ['5_kept'] },
    { direction: 'up', outcome: 'done', migrations: ['5_kept'] },
    { direction: 'up', outcome: 'done', migrations: ['1_a', '3_c', '4_gone'], revision: 'abc' },
  ]);
  expect(found.deploys[0]).toMatchObject({ host: os.hostname(), role: here.database.settings.user });
  expect(found.deploys.every(({ startedAt, endedAt }) => endedAt !== null && endedAt >= startedAt)).toBe(
    true,
  );
});

/** A deploy that waits for what the test holds. */
async function deployingBehind(here: Scene): Promise<{ readonly end: Promise<unknown> }> {
  const end = here.up({ lockTimeout: 0 });
  const look = `select from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  while ((await here.client.query(look)).rowCount !== 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return { end };
}

test('who holds the lock', async () => {
  await using here = await scene({
    '1_wait': `exports.up = async (knex) => { await knex.raw('select pg_advisory_lock(77)'); }; exports.down = async () => {};`,
  });
  const options = { config: here.migrations.config, connection: here.database.settings };
  const blocker = new Client(here.database.url);
  await blocker.connect();
  await blocker.query('select pg_advisory_lock(77)');
  const deploying = await deployingBehind(here);
  expect((await status(options)).lockedBy).toMatchObject({ application: 'keelson' });
  await blocker.end();
  await deploying.end;
  expect((await status(options)).lockedBy).toBeUndefined();
});

test('a look makes nothing, with and without a history', async () => {
  await using here = await scene({ '1_a': table('a') });
  const options = { config: here.migrations.config, connection: here.database.settings };
  const made = async (): Promise<unknown> => (await here.client.query<Record<string, number>>(MADE)).rows;
  const before = await made();
  expect((await status(options)).pending.map(({ name }) => name)).toEqual(['1_a']);
  expect(await made()).toEqual(before);
});

test('what is adopted counts as applied, and no rollback takes it back', async () => {
  await using here = await scene({ '1_a': table('a'), '2_b': table('b') });
  await here.client.query('create table a (id int)');
  const options = { config: here.migrations.config, connection: here.database.settings };
  expect(await adopt({ ...options, through: '1_a' })).toEqual({ adopted: ['1_a'] });
  expect(await here.up()).toEqual(['2_b']);
  expect(await here.down({ deploys: 5 })).toEqual(['2_b']);
  expect(await here.down()).toEqual([]);
  expect(await here.has('a')).toBe(true);
  await expect(adopt({ ...options, through: '2_b' })).rejects.toMatchObject({
    code: 'migrations/has-history',
  });
  expect((await status(options)).deploys.map(({ direction }) => direction)).toEqual(['down', 'up', 'adopt']);
});

test('a role that is told little is told that, and the lock’s holder as far as it is known', async () => {
  await using here = await scene({
    '1_wait': `exports.up = async (knex) => { await knex.raw('select pg_advisory_lock(77)'); }; exports.down = async () => {};`,
  });
  const role = `${here.database.name}_guest`;
  await here.client.query(
    `create role ${role} login password 'secret'; grant usage on schema public to ${role}`,
  );
  const blocker = new Client(here.database.url);
  await blocker.connect();
  await blocker.query('select pg_advisory_lock(77)');
  const deploying = await deployingBehind(here);
  await here.client.query(`grant select on knex_migrations to ${role}`);
  const connection = withSettings(here.database.settings, { user: role, password: 'secret' });
  const found = await status({ config: here.migrations.config, connection });
  expect(found).toMatchObject({ areRecordsHidden: true, deploys: [], kept: [] });
  expect(found.lockedBy).toMatchObject({ since: null, address: null });
  expect(describeHolder(found.lockedBy as LockHolder)).toMatch(
    /^keelson of \S+ \(process \d+ of the server\)$/,
  );
  await blocker.end();
  await deploying.end;
  await here.client.query(`drop owned by ${role}; drop role ${role}`);
});

test('a history in public is found without a search path', async () => {
  await using here = await scene(
    { '1_a': table('public.a') },
    { migrations: { schemaName: undefined } as object },
  );
  await here.client.query(`alter database ${here.database.name} set search_path = ''`);
  await here.up();
  const options = { config: here.migrations.config, connection: here.database.settings };
  expect((await status(options)).applied.map(({ name }) => name)).toEqual(['1_a']);
});

test('Knex’s lock is not taken from one of another role, nor from one that came after a deploy that died', async () => {
  await using here = await scene({ '1_a': table('a') });
  await here.up();
  here.migrations.write('2_b', table('b'));
  await here.client.query(
    `set application_name = 'stock knex'; update knex_migrations_lock set is_locked = 1`,
  );
  await here.client.query(`update keelson.deploys set outcome = 'died'`);
  await expect(here.up({ lockWait: 1 })).rejects.toMatchObject({ code: 'migrations/knex-locked' });
  const role = `${here.database.name}_deployer`;
  await here.client
    .query(`create role ${role} login password 'secret'; grant all on schema public, keelson to ${role};
    grant all on all tables in schema public, keelson to ${role}; grant all on all sequences in schema public, keelson to ${role}`);
  const connection = withSettings(here.database.settings, { user: role, password: 'secret' });
  await expect(here.up({ lockWait: 1, connection })).rejects.toMatchObject({
    code: 'migrations/knex-locked',
  });
  await here.client.query(`drop owned by ${role}; drop role ${role}`);
  // Our own mark is nobody's once its deploy has died.
  await here.client.query('update knex_migrations_lock set is_locked = 2');
  expect(await here.up({ lockWait: 1 })).toEqual(['2_b']);
});

test('the hooks of the knexfile are called on the way back too', async () => {
  const called: string[] = [];
  await using here = await scene(
    { '1_a': table('a') },
    {
      migrations: Object.fromEntries(
        ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'].map((name) => [
          name,
          () => {
            called.push(name);
          },
        ]),
      ),
    },
  );
  await here.up();
  expect(called.splice(0)).toEqual(['beforeAll', 'beforeEach', 'afterEach', 'afterAll']);
  await here.down({ discard: true });
  expect(called).toEqual(['beforeAll', 'beforeEach', 'afterEach', 'afterAll']);
});
