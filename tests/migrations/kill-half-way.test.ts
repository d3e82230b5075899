// A migration without a transaction that is half way: nothing goes past it before it is finished.
import { rewrite } from './kill-scene.ts';
import { statements, table } from './project.ts';
import { scene } from './scene.ts';

const STEPS = { transaction: false };
const UP = ['create index concurrently t_id on t (id)', 'create table u ()'];
const DOWN = ['drop table u', 'drop index concurrently t_id'];

const INDEXES = `select indexrelid::regclass::text as name from pg_index where indrelid = 't'::regclass order by 1`;

test('half way up: what it stands on is not taken back, and comes to its end first', async () => {
  await using here = await scene({
    '1_t': table('t'),
    '2_half': statements([...UP, 'select * from later'], DOWN, STEPS),
  });
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/failed' });
  for (const options of [{}, { deploys: 2 }]) {
    await expect(here.down(options)).rejects.toMatchObject({
      code: 'migrations/half-way',
      what: '2_half is half way applied: 2 of its statements are done',
    });
  }
  await here.client.query('create table later ()');
  expect(await here.up()).toEqual(['2_half']);
  expect((await here.client.query(INDEXES)).rows).toEqual([{ name: 't_id' }]);
  expect(await here.down({ deploys: 2 })).toEqual(['2_half', '1_t']);
  expect(await here.up()).toEqual(['1_t', '2_half']);
  expect((await here.client.query(INDEXES)).rows).toEqual([{ name: 't_id' }]);
});

test('half way back: a deploy does not take it for applied', async () => {
  await using here = await scene({ '1_t': table('t') });
  await here.up();
  here.migrations.write('2_half', statements(UP, [...DOWN, 'drop table later'], STEPS));
  await here.up();
  await expect(here.down()).rejects.toMatchObject({ code: 'migrations/failed' });
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/half-way' });
  await here.client.query('create table later ()');
  expect(await here.down()).toEqual(['2_half']);
  expect(await here.up()).toEqual(['2_half']);
});

test('the statement that failed may be changed, and those after it', async () => {
  await using here = await scene({
    '1_t': table('t'),
    '2_half': statements([...UP, 'alter table nowhere add column x int', 'create table v ()'], DOWN, STEPS),
  });
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/failed' });
  rewrite(here, '2_half', statements([...UP, 'alter table u add column x int'], DOWN, STEPS));
  expect(await here.up()).toEqual(['2_half']);
  expect([await here.has('u'), await here.has('v')]).toEqual([true, false]);
});

test.each([
  ['changed', ['create index concurrently t_other on t (id)', ...UP.slice(1), 'create table v ()']],
  ['taken out', UP.slice(1)],
  ['taken out at the end', UP.slice(0, 1)],
])('a statement that is done may not be %s', async (_, changed) => {
  await using here = await scene({
    '1_t': table('t'),
    '2_half': statements([...UP, 'select 1 / 0'], DOWN, STEPS),
  });
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/failed' });
  rewrite(here, '2_half', statements(changed, DOWN, STEPS));
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/changed-halfway' });
  expect(await here.applied()).toEqual(['1_t']);
  rewrite(here, '2_half', statements([...UP, 'create table v ()'], DOWN, STEPS));
  expect(await here.up()).toEqual(['2_half']);
});

test('an index that could not be built is gone at once, and may be another one next time', async () => {
  await using here = await scene({
    '1_t': statements(['create table t (id int)', 'insert into t values (1), (1)'], ['drop table t']),
    '2_half': statements(['create unique index concurrently t_id on t (id)'], DOWN, STEPS),
  });
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/failed' });
  expect((await here.client.query(INDEXES)).rows).toEqual([]);
  rewrite(here, '2_half', statements(['create index concurrently t_other on t (id)'], DOWN, STEPS));
  expect(await here.up()).toEqual(['2_half']);
  expect((await here.client.query(INDEXES)).rows).toEqual([{ name: 't_other' }]);
});
