import { integer, pgTable } from 'drizzle-orm/pg-core';
import { closeDb, eq, replicaStates, sql } from '../../src/index.ts';
import type { ScratchServer } from '../postgres/scratch-server.ts';
import { answer, promote, until } from '../postgres/standbys.ts';
import { isRoutedTo, PORT, portOf, readFrom, ReplicatedThings, things } from './replicated-things.ts';
import type { ThingsDb } from './replicated-things.ts';

/* A standby that lags, dies, cancels or is promoted: no read is lost, and it is read from again when it is fit. */

let its: ReplicatedThings;
let primary: ScratchServer;
let standby: ScratchServer;
let db: ThingsDb;

const onStandby = async (text: string): Promise<unknown> => answer(standby.connection(), text);

beforeAll(async () => {
  its = await ReplicatedThings.make();
  ({ primary, standby } = its);
}, 120_000);
beforeEach(() => {
  db = its.db();
});
afterEach(async () => {
  await its.close();
});
afterAll(async () => {
  await its[Symbol.asyncDispose]();
});

describe('a replica that lags', () => {
  test('is not read from, and is again when it has caught up', async () => {
    const strict = its.db({ replicaLimits: { checkMs: 20, patienceMs: 20_000, maxLagMs: 100 } });
    await until(async () => isRoutedTo(standby, strict));
    await onStandby('select pg_wal_replay_pause()');
    try {
      await strict.insert(things).values({ id: 3000, name: 'lag' });
      await until(async () => isRoutedTo(primary, strict));
      const [state] = replicaStates(strict);
      expect(state).toMatchObject({
        fit: false,
        reason: expect.stringMatching(/^it is \d+ ms behind$/) as string,
      });
      expect(state?.lagMs).toBeGreaterThan(100);
      expect(await strict.select().from(things).where(eq(things.id, 3000))).toHaveLength(1);
    } finally {
      await onStandby('select pg_wal_replay_resume()');
    }
    await until(async () => isRoutedTo(standby, strict));
  });

  test('is not one whose primary has nothing to do', async () => {
    await its.servers.catchUp();
    const strict = its.db({ replicaLimits: { checkMs: 20, patienceMs: 20_000, maxLagMs: 1 } });
    // By the time of the last transaction it would be late by now.
    await until(
      async () =>
        Number(
          await onStandby(
            'select extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000',
          ),
        ) > 100,
    );
    await until(async () => isRoutedTo(standby, strict));
    expect(replicaStates(strict)).toEqual([expect.objectContaining({ fit: true, lagMs: 0 })]);
  });
});

test('a read that a replayed change cancels is asked of another server', async () => {
  await until(async () => isRoutedTo(standby, db));
  await answer(standby.connection(), `alter system set max_standby_streaming_delay = 0`);
  await onStandby('select pg_reload_conf()');
  await until(async () => (await onStandby('show max_standby_streaming_delay')) === '0');
  await answer(primary.connection(), 'create table gone (id integer); insert into gone values (1)');
  await its.servers.catchUp();
  const gone = pgTable('gone', { id: integer() });
  // The lock of the change that is replayed ends the read there; on the primary the table has one row less.
  const reading = db
    .select({ port: PORT, slept: sql`case when pg_is_in_recovery() then pg_sleep(60)::text end` })
    .from(gone);
  const result = reading.execute();
  await until(
    async () =>
      (await onStandby(`select count(*)::int from pg_stat_activity where wait_event = 'PgSleep'`)) === 1,
  );
  await answer(primary.connection(), 'alter table gone add column more integer');
  expect(await result).toEqual([{ port: portOf(primary), slept: null }]);
  expect(replicaStates(db)).toEqual([expect.objectContaining({ fit: true })]);
});

test('a replica that dies under load fails no read, and is read from again when it is back', async () => {
  await until(async () => isRoutedTo(standby, db));
  const counts = { primary: 0, standby: 0, failed: 0 };
  let isOver = false;
  const read = async (): Promise<void> => {
    while (!isOver) {
      try {
        const port = await readFrom(db);
        counts[port === portOf(standby) ? 'standby' : 'primary'] += 1;
      } catch {
        counts.failed += 1;
      }
    }
  };
  const readers = Array.from({ length: 20 }, read);
  try {
    for (let round = 0; round < 3; round += 1) {
      const before = counts.standby;
      await until(() => counts.standby > before + 50);
      await standby.stop('SIGQUIT');
      // Counted from here: until the standby was back, reads went to the primary in the last round too.
      const already = counts.primary;
      await until(() => counts.primary > already + 50 && replicaStates(db)[0]?.fit === false);
      await its.servers.startStandby(standby);
    }
    await until(async () => isRoutedTo(standby, db));
  } finally {
    isOver = true;
    await Promise.all(readers);
  }
  expect(counts.failed).toBe(0);
  expect(counts.standby).toBeGreaterThan(150);
});

test('reads go on while the primary is away', async () => {
  await until(async () => isRoutedTo(standby, db));
  await primary.stop();
  try {
    for (let round = 0; round < 20; round += 1) expect(await readFrom(db)).toBe(portOf(standby));
  } finally {
    await primary.start();
  }
  await until(async () => (await onStandby('select count(*)::int from pg_stat_wal_receiver')) === 1);
});

test('replicas share the reads by their weight', async () => {
  const url = (name: string): string =>
    `postgres://owner@127.0.0.1:${portOf(standby)}/postgres?sslmode=disable&application_name=${name}`;
  const two = its.db({
    replicas: [
      { url: url('light'), weight: 1 },
      { url: url('heavy'), weight: 9 },
    ],
  });
  await until(async () => isRoutedTo(standby, two));
  const name = sql<string>`current_setting('application_name')`;
  const names: unknown[] = [];
  for (let round = 0; round < 200; round += 1) {
    const [row] = await two.select({ name }).from(things).limit(1);
    names.push(row?.name);
  }
  const light = names.filter((one) => one === 'light').length;
  expect(names.filter((one) => one === 'heavy')).toHaveLength(200 - light);
  // Twenty of them, as far as chance has it: one run in a million is outside of this.
  expect(light).toBeGreaterThan(2);
  expect(light).toBeLessThan(50);
});

test('a replica that is not there is passed over, whatever its weight', async () => {
  const url = (port: number): string => `postgres://owner@127.0.0.1:${port}/postgres?sslmode=disable`;
  const two = its.db({
    replicas: [
      { url: url(portOf(standby)), weight: 1 },
      { url: url(9), weight: 1000 },
    ],
  });
  for (let round = 0; round < 20; round += 1) expect(await readFrom(two)).toBe(portOf(standby));
  expect(replicaStates(two)).toEqual([
    {
      host: `127.0.0.1:${portOf(standby)}`,
      fit: true,
      lagMs: expect.any(Number) as number,
      reason: undefined,
    },
    expect.objectContaining({
      host: '127.0.0.1:9',
      fit: false,
      reason: expect.stringContaining('nothing listens') as string,
    }),
  ]);
});

test('with an empty list of replicas a client reads from the primary', async () => {
  const alone = its.db({ replicas: [] });
  expect(await readFrom(alone)).toBe(portOf(primary));
  await closeDb(alone);
  await expect(readFrom(alone)).rejects.toThrow();
});

test('closing closes the connections to all servers', async () => {
  const sessions = async (): Promise<unknown> =>
    await onStandby(
      `select count(*)::int from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
  const one = its.db();
  await until(async () => isRoutedTo(standby, one));
  expect(await sessions()).toBeGreaterThan(0);
  await closeDb(one);
  await closeDb(one);
  expect(one.$client.totalCount).toBe(0);
  // Long before they would go by themselves, since nobody needs them.
  await until(async () => (await sessions()) === 0, 5);
});

// The last one: it changes who is the primary.
test('a replica that is promoted is read from no more; with several hosts in the URL it is the new primary', async () => {
  const hosts = [primary, standby].map((server) => `127.0.0.1:${portOf(server)}`).join(',');
  const moving = its.db({
    url: `postgres://owner@${hosts}/postgres?sslmode=disable&target_session_attrs=read-write`,
    replicaLimits: { checkMs: 20, patienceMs: 20_000 },
  });
  await moving.insert(things).values({ id: 6000 });
  await until(async () => isRoutedTo(standby, moving));
  await primary.stop();
  await promote(standby);
  await until(async () => {
    try {
      return (await moving.insert(things).values({ id: 6001 }).onConflictDoNothing()).rowCount === 1;
    } catch {
      return false;
    }
  });
  expect(await moving.select({ id: things.id }).from(things).where(eq(things.id, 6001))).toHaveLength(1);
  await until(async () => {
    await readFrom(moving);
    return replicaStates(moving)[0]?.reason === 'it is no standby';
  });
  expect(await readFrom(moving)).toBe(portOf(standby));
});
