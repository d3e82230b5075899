import type { MigrationPlan } from '../../src/migrations/index.ts';
import { BASE, tryOut } from './dry-run-scene.ts';
import { statements, table } from './project.ts';
import { scene } from './scene.ts';
import type { Scene } from './scene.ts';

/** All that a dry run could have changed; only the numbers of our records have gaps. */
const EVERYTHING = `
select (select json_agg(row_to_json(c) order by c.oid) from (
    select oid, relname, relnamespace, relkind, relfilenode, relnatts from pg_class where oid >= 16384) c) as relations,
  (select json_agg(row_to_json(s) order by s.sequencename) from pg_sequences s
    where s.sequencename like 'knex%') as counters,
  (select json_agg(n.nspname order by 1) from pg_namespace n) as namespaces,
  (select count(*)::int from pg_locks where locktype = 'advisory' and database = (
    select oid from pg_database where datname = current_database())) as locks`;

const look = async ({ client }: Scene): Promise<unknown> =>
  (await client.query<Record<string, unknown>>(EVERYTHING)).rows[0];

const sent = ({ migrations }: MigrationPlan): unknown =>
  migrations.map((one) => [one.name, one.statements.map(({ sql }) => sql)]);

test('a deploy is tried in order, with its locks, and nothing of it stays', async () => {
  await using here = await scene({ '1_people': BASE });
  await here.up();
  here.migrations.write(
    '2_nick',
    statements(
      ['alter table people add column nick text', `update people set nick = 'x' where id = 1`],
      ['alter table people drop column nick'],
    ),
  );
  here.migrations.write(
    '3_index',
    statements(
      ['create index concurrently people_nick on people (nick)', 'vacuum people'],
      ['drop index concurrently people_nick'],
      { transaction: false },
    ),
  );
  const before = await look(here);
  const planned = await tryOut(here);
  expect(planned.stopped).toBeUndefined();
  expect(sent(planned)).toEqual([
    ['2_nick', ['alter table people add column nick text', `update people set nick = 'x' where id = 1`]],
    ['3_index', ['create index concurrently people_nick on people (nick)', 'vacuum people']],
  ]);
  expect(planned.migrations.map(({ isTransactional }) => isTransactional)).toEqual([true, false]);
  const [[alter, update] = [], [index] = []] = planned.migrations.map((one) => one.statements);
  expect(alter?.locks).toEqual([
    { relation: 'public.people', kind: 'table', mode: 'AccessExclusive', rows: 2 },
  ]);
  expect(update?.held).toEqual(alter?.locks);
  expect(update?.atMost).toEqual([]);
  expect(index?.inTransaction).toBe(false);
  expect(index?.held).toEqual([]);
  expect(index?.locks).toEqual([
    { relation: 'public.people', kind: 'table', mode: 'ShareUpdateExclusive', rows: 2 },
  ]);
  expect(await look(here)).toEqual(before);
  expect(await here.up()).toEqual(['2_nick', '3_index']);
});

test('a lock that a migration before it took already is told as the most that it can be', async () => {
  await using here = await scene({ '1_people': BASE });
  await here.up();
  here.migrations.write('2_a', statements(['alter table people add column a int'], ['select 1']));
  here.migrations.write('3_b', statements(['create index people_a on people (a)'], ['select 1']));
  const { migrations } = await tryOut(here);
  const [index] = migrations[1]?.statements ?? [];
  expect(index?.atMost).toEqual([expect.objectContaining({ relation: 'public.people' }) as unknown]);
  expect(index?.held).toEqual([]);
});

test('a first deploy makes nothing, not even the records', async () => {
  await using here = await scene({ '1_people': BASE, '2_boats': table('boats') });
  const before = await look(here);
  const planned = await tryOut(here);
  expect(planned.migrations.map(({ name }) => name)).toEqual(['1_people', '2_boats']);
  expect(await look(here)).toEqual(before);
});

test('what would fail is told with what came before it', async () => {
  await using here = await scene({ '1_people': BASE });
  await here.up();
  here.migrations.write('2_good', table('boats'));
  here.migrations.write(
    '3_bad',
    statements([`alter table people add constraint short check (name = 'Ann')`], ['select 1']),
  );
  const planned = await tryOut(here);
  expect(sent(planned)).toEqual([
    ['2_good', ['create table boats (id int)']],
    ['3_bad', [`alter table people add constraint short check (name = 'Ann')`]],
  ]);
  expect(planned.stopped).toMatchObject({ code: 'migrations/failed' });
  expect(planned.stopped?.message).toContain('is violated by some row');
  expect(await here.has('boats')).toBe(false);
});

test('what a commit would refuse is refused', async () => {
  await using here = await scene({
    '1_base': statements(
      [
        'create table a (id int primary key)',
        'create table b (a int references a deferrable initially deferred)',
      ],
      ['drop table b', 'drop table a'],
    ),
  });
  await here.up();
  here.migrations.write('2_loose', statements(['insert into b values (7)'], ['delete from b']));
  expect((await tryOut(here)).stopped?.message).toContain('violates foreign key constraint');
  here.migrations.remove('2_loose');
  here.migrations.write(
    '2_tight',
    statements(['insert into b values (7)', 'insert into a values (7)'], ['delete from b', 'delete from a']),
  );
  here.migrations.write(
    '3_next',
    statements(['insert into b values (8)', 'insert into a values (8)'], ['select 1']),
  );
  expect((await tryOut(here)).stopped).toBeUndefined();
});

test('a value of an enum that is used before it is committed ends it with the reason', async () => {
  await using here = await scene({
    '1_mood': statements([`create type mood as enum ('sad')`], ['drop type mood']),
  });
  await here.up();
  here.migrations.write('2_ok', statements([`alter type mood add value 'ok'`], ['select 1']));
  here.migrations.write('3_use', statements([`create table t (m mood default 'ok')`], ['drop table t']));
  const { stopped } = await tryOut(here);
  expect(stopped).toMatchObject({ code: 'migrations/rehearsal-ends' });
});

test('transactions that a migration opens itself are tried as parts', async () => {
  await using here = await scene({
    '1_own': `
exports.config = { transaction: false };
exports.up = async (knex) => {
  await knex.transaction(async (trx) => { await trx.raw('create table boats (id int)'); });
  await knex.transaction(async (trx) => {
    await trx.raw('create table sails (id int)');
    await trx.transaction(async (inner) => { await inner.raw('selec'); }).catch(() => undefined);
  });
};
exports.down = async () => {};`,
  });
  const planned = await tryOut(here);
  expect(planned.stopped).toBeUndefined();
  expect(planned.migrations[0]?.statements.map(({ sql }) => sql)).toEqual([
    'create table boats (id int)',
    'create table sails (id int)',
    'selec',
  ]);
});

test('the way back is tried with the rows that it would set aside, and with what would differ', async () => {
  await using here = await scene({ '1_people': BASE });
  await here.up();
  here.migrations.write(
    '2_boats',
    statements(
      ['create table boats (id int)', 'insert into boats values (1), (2)', 'create index on people (name)'],
      ['drop table boats'],
    ),
  );
  await here.up();
  const before = await look(here);
  const planned = await tryOut(here, { direction: 'down' });
  expect(sent(planned)).toEqual([['2_boats', ['drop table boats']]]);
  expect(planned.kept).toEqual([expect.objectContaining({ table: 'public.boats', rows: 2 }) as unknown]);
  expect(planned.differences).toEqual([
    expect.objectContaining({ kind: 'index', object: 'public.people.people_name_idx' }) as unknown,
  ]);
  expect(await look(here)).toEqual(before);
});

test('what keeps a deploy from beginning keeps it too', async () => {
  await using here = await scene({ '1_people': BASE });
  await here.up();
  here.migrations.write('1_people', `${BASE}\n// changed`);
  await expect(tryOut(here)).rejects.toMatchObject({ code: 'migrations/edited' });
});
