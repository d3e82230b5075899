// Deploys and rollbacks at once, by several processes too, and what one migration does to those around it.
import { closeGate, openGate, somebodyAtGate, WAIT_AT_GATE } from './closed-gate.ts';
import { Deployers } from './kill-deployers.ts';
import { rewrite } from './kill-scene.ts';
import { statements, table } from './project.ts';
import { scene } from './scene.ts';

const RUNNERS = 8;
const ROUNDS = 6;

/** A migration that writes down which way it was run, in a table that stays. */
function logged(name: string, { transaction = true } = {}): string {
  return statements(
    [`insert into log (what) values ('${name} up')`, `create table t_${name} ()`],
    [`drop table t_${name}`, `insert into log (what) values ('${name} down')`],
    { transaction },
  );
}

const FILES = {
  '2_two': logged('2_two'),
  '3_three': logged('3_three', { transaction: false }),
  '4_four': logged('4_four'),
};
const NAMES = Object.keys(FILES);
const LOG = statements(
  ['create table log (id int generated always as identity, what text)'],
  ['drop table log'],
);
const READ = 'select what from log order by id';

test(`${RUNNERS} rollbacks at once: one takes the last deploy back, and nobody goes further`, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    await using here = await scene({ '1_log': LOG });
    await here.up();
    for (const [name, text] of Object.entries(FILES)) here.migrations.write(name, text);
    await here.up();
    const all = await Promise.all(Array.from({ length: RUNNERS }, async () => await here.down()));
    expect(all.filter((names) => names.length > 0)).toEqual([[...NAMES].reverse()]);
    expect(await here.applied()).toEqual(['1_log']);
    const { rows } = await here.client.query<{ what: string }>(READ);
    expect(rows.map(({ what }) => what)).toEqual([
      ...NAMES.map((name) => `${name} up`),
      ...[...NAMES].reverse().map((name) => `${name} down`),
    ]);
  }
});

test('deploys and rollbacks at once: each migration goes up and down in turn, and the history tells where it is', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    await using here = await scene({ '1_log': LOG });
    await here.up();
    for (const [name, text] of Object.entries(FILES)) here.migrations.write(name, text);
    await Promise.all(
      Array.from({ length: RUNNERS }, async (_, one) => await (one % 2 === 0 ? here.up() : here.down())),
    );
    const applied = await here.applied();
    const { rows } = await here.client.query<{ what: string }>(READ);
    for (const name of NAMES) {
      const ways = rows.map(({ what }) => what).filter((what) => what.startsWith(name));
      expect(ways).toEqual(ways.map((_, index) => `${name} ${index % 2 === 0 ? 'up' : 'down'}`));
      expect([name, applied.includes(name), await here.has(`"t_${name}"`)]).toEqual([
        name,
        ways.length % 2 === 1,
        ways.length % 2 === 1,
      ]);
    }
  }
});

test('four processes that deploy to an empty database for the first time: all get through, each migration once', async () => {
  await using deployers = new Deployers(4);
  for (let round = 0; round < ROUNDS; round += 1) {
    await using here = await scene({ '1_log': LOG, ...FILES });
    const order = { direction: 'up', url: here.database.url, folder: here.migrations.folder } as const;
    await Promise.all(Array.from({ length: 4 }, async () => await deployers.run(order)));
    expect(await here.applied()).toEqual(['1_log', ...NAMES]);
    const { rows } = await here.client.query<{ what: string }>(READ);
    expect(rows.map(({ what }) => what)).toEqual(NAMES.map((name) => `${name} up`));
  }
});

test('a rollback of three of which the oldest cannot go back: what went is told, and typed again it ends', async () => {
  const fails = statements(['create table one ()'], ['drop table one', 'select 1 / 0']);
  await using here = await scene({ '1_one': fails, '2_two': table('two'), '3_three': table('three') });
  await here.up();
  await expect(here.down()).rejects.toMatchObject({
    code: 'migrations/failed',
    what: expect.stringContaining('1_one.js failed') as string,
    why: expect.stringMatching(/stay rolled back:\s+3_three\s+2_two/) as string,
  });
  expect(await here.applied()).toEqual(['1_one']);
  expect([await here.has('one'), await here.has('two'), await here.has('three')]).toEqual([
    true,
    false,
    false,
  ]);
  rewrite(here, '1_one', statements(['create table one ()'], ['drop table one']));
  expect(await here.down()).toEqual(['1_one']);
  expect(await here.applied()).toEqual([]);
});

test('a migration that takes long keeps nobody from a table that the one before it has changed', async () => {
  await using here = await scene({ '1_hot': table('hot') });
  await here.up();
  await closeGate(here);
  here.migrations.write('2_alter', statements(['alter table hot add column x int'], []));
  here.migrations.write('3_slow', statements(['create table slow ()', WAIT_AT_GATE], []));
  let isOver = false;
  const deploy = here.up().finally(() => {
    isOver = true;
  });
  await somebodyAtGate(here);
  // Whoever was kept from it would wait for ever: the gate is opened after this.
  await here.client.query('select x from hot');
  expect(isOver).toBe(false);
  await openGate(here);
  expect(await deploy).toEqual(['2_alter', '3_slow']);
});
