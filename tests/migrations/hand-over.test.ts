// A deploy is killed with kill -9 while the server is busy for it: the next one gets the lock long before that ends.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { Deployers } from './kill-deployers.ts';
import { statements } from './project.ts';
import { scene } from './scene.ts';

const BASE = statements(
  [
    'create table held (id int)',
    'insert into held values (1)',
    'create table slow ()',
    'insert into slow default values',
  ],
  ['drop table slow, held'],
);

/** What the server is busy with for a minute, for the first deploy and not for the one after it. */
const BUSY = [
  {
    name: 'a statement in a transaction',
    up: statements(['create table done ()', 'select pg_sleep(60) from slow'], []),
    isBusy: `wait_event = 'PgSleep'`,
  },
  {
    name: 'a statement without a transaction',
    up: statements(['create table done ()', 'do $$ begin perform pg_sleep(60) from slow; end $$'], [], {
      transaction: false,
    }),
    isBusy: `wait_event = 'PgSleep'`,
  },
  {
    name: 'waiting for a lock',
    up: statements(
      ['create table done ()', 'set local lock_timeout = 0', 'alter table held add column x int'],
      [],
    ),
    isBusy: `wait_event_type = 'Lock'`,
  },
  {
    name: 'an index that waits for an older transaction',
    up: statements(['create table done ()', 'create index concurrently held_id on held (id)'], [], {
      transaction: false,
    }),
    isBusy: `wait_event_type = 'Lock'`,
  },
];

const HOLDER = `
select pid from pg_locks
where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
order by pid`;

test.each(BUSY)('$name', async ({ up, isBusy }) => {
  await using here = await scene({ '1_base': BASE });
  await here.up();
  here.migrations.write('2_busy', up);
  const inTheWay = new Client(here.database.url);
  await inTheWay.connect();
  await inTheWay.query('begin; insert into held values (2)');
  const until = async (condition: string): Promise<void> => {
    const sql = `select from pg_stat_activity where datname = current_database() and application_name = 'keelson' and ${condition}`;
    for (let look = 0; look < 600; look += 1) {
      if (((await here.client.query(sql)).rowCount ?? 0) > 0) return;
      await sleep(20);
    }
    throw new Error(`no session of which ${condition}`);
  };
  await using deployers = new Deployers();
  const order = { direction: 'up', url: here.database.url, folder: here.migrations.folder } as const;
  const [first, second] = [await deployers.take(), await deployers.take()];
  first.tell(order);
  await until(isBusy);
  second.tell(order);
  expect(await second.hear()).toBe('waits');
  await here.client.query('delete from slow');

  const holder = async (): Promise<number | undefined> =>
    (await here.client.query<{ pid: number }>(HOLDER)).rows[0]?.pid;
  const before = await holder();
  const start = performance.now();
  await first.kill();
  for (;;) {
    const now = await holder();
    if (now !== undefined && now !== before) break;
    await sleep(5);
  }
  const took = performance.now() - start;
  await inTheWay.end();
  let word = await second.hear();
  while (word === 'waits') word = await second.hear();
  expect(word).toEqual({ queries: expect.any(Number) as number });
  expect([await here.applied(), await here.has('done')]).toEqual([['1_base', '2_busy'], true]);
  // Nobody measures here; by itself it would have ended after a minute.
  expect(took).toBeLessThan(30_000);
});
