import { rollback, status } from '../../src/migrations/index.ts';
import { statements, table } from './project.ts';
import { scene } from './scene.ts';

test('a file that is edited after it was applied is named, and accepted when asked', async () => {
  await using here = await scene({ '1_t': table('t') });
  await here.up();
  here.migrations.write('1_t', `${table('t')}\n   \n`);
  expect(await here.up()).toEqual([]);
  here.migrations.write('1_t', `// Another.\n${table('t')}`);
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/edited' });
});

test('a file that sorts before one that is applied is named, and applied when asked', async () => {
  await using here = await scene({ '1_one': table('one'), '3_three': table('three') });
  await here.up();
  here.migrations.write('2_two', table('two'));
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/out-of-order' });
  expect(await here.up({ allowOutOfOrder: true })).toEqual(['2_two']);
  expect(await here.down()).toEqual(['2_two']);
});

test('a file that is gone is named', async () => {
  await using here = await scene({ '1_one': table('one'), '2_two': table('two') });
  await here.up();
  here.migrations.remove('2_two');
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/missing-file' });
  await expect(here.down()).rejects.toMatchObject({ code: 'migrations/missing-file' });
});

test('a schema that appears in the search path does not bring every migration again', async () => {
  await using here = await scene({ '1_one': table('one') }, { searchPath: ['nope', 'public'] });
  await here.up();
  await here.client.query('create schema nope');
  expect(await here.up()).toEqual([]);
});

test('a schema for the history that is not there is made', async () => {
  await using here = await scene({ '1_one': table('one') }, { migrations: { schemaName: 'own' } });
  await here.up();
  expect((await here.client.query('select name from own.knex_migrations')).rows).toEqual([{ name: '1_one' }]);
});

test.each([
  ['two rows', 'insert into knex_migrations_lock (is_locked) values (0)'],
  ['no value', 'update knex_migrations_lock set is_locked = null'],
  ['no row', 'delete from knex_migrations_lock'],
])('Knex’s lock with %s is no lock, and one that it understands afterwards', async (_, damage) => {
  await using here = await scene({ '1_one': table('one') });
  await here.up();
  await here.client.query(damage);
  here.migrations.write('2_two', table('two'));
  expect(await here.up()).toEqual(['2_two']);
  expect((await here.client.query('select is_locked from knex_migrations_lock')).rows).toEqual([
    { is_locked: 0 },
  ]);
});

test('knexfile.disableTransactions is heard, and so is a migration that wants one all the same', async () => {
  await using here = await scene(
    { '1_one': table('one'), '2_index': statements(['create index concurrently one_id on one (id)'], []) },
    { migrations: { disableTransactions: true } },
  );
  expect(await here.up()).toHaveLength(2);
});

test('status looks and makes nothing', async () => {
  await using here = await scene({ '1_one': table('one') });
  const found = await status({ config: here.migrations.config, connection: here.database.settings });
  expect(found).toMatchObject({
    applied: [],
    pending: [{ name: '1_one' }],
    deploys: [],
    lockedBy: undefined,
  });
  const { rows } = await here.client.query(
    `select count(*)::int as count from pg_class where relnamespace = 'public'::regnamespace`,
  );
  expect(rows).toEqual([{ count: 0 }]);
});

test('the facts after a rollback are those of before, or what differs is told', async () => {
  await using here = await scene({ '1_one': table('one') });
  await here.up();
  here.migrations.write(
    '2_leak',
    statements(
      [`create type mood as enum ('sad')`, 'alter table one add column m mood'],
      ['alter table one drop column m'],
    ),
  );
  await here.up();
  const { differences } = await rollback({
    config: here.migrations.config,
    connection: here.database.settings,
  });
  expect(differences).toEqual([
    expect.objectContaining({ kind: 'enum', object: 'public.mood', fact: undefined, after: 'there' }),
  ]);
});

test('a role that no file names is somebody else’s, and one that a file names is told where it stays', async () => {
  await using here = await scene({ '1_one': table('one') });
  await here.up();
  const [own, other] = [here.database.name, `${here.database.name}_other`];
  here.migrations.write('2_role', statements([`create role "${own}"`], []));
  await here.up();
  try {
    await here.client.query(`create role "${other}"`);
    const { differences } = await rollback({
      config: here.migrations.config,
      connection: here.database.settings,
    });
    expect(differences).toEqual([expect.objectContaining({ kind: 'role', object: own, after: 'there' })]);
  } finally {
    for (const role of [own, other]) await here.client.query(`drop role if exists "${role}"`);
  }
});
