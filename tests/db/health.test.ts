import { setTimeout as sleep } from 'node:timers/promises';
import { closeDb, createDb, health, Problem } from '../../src/index.ts';
import type { Db, Health, HealthOptions } from '../../src/index.ts';
import { withClient } from '../../src/postgres/client.ts';
import { withSettings } from '../../src/postgres/settings.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import { silentServer } from '../postgres/listeners.ts';
import type { ScratchServer } from '../postgres/scratch-server.ts';
import { Replicated } from '../postgres/standbys.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb({ url: database.url, max: 2 });
}, 120_000);

afterAll(async () => {
  await closeDb(db);
  await database.drop();
});

/** Long enough for a slow machine to answer what can be answered. */
const PATIENT = 60_000;

async function history(): Promise<string[]> {
  const { rows } = await db.$client.query<{ name: string }>('select name from knex_migrations order by id');
  return rows.map(({ name }) => name);
}

test('a database that answers is ready: latency, counts and migrations', async () => {
  const names = await history();
  const found = await health(db, {
    timeout: PATIENT,
    migrations: { expected: names.map((name) => `${name}.ts`) },
  });
  expect(found).toEqual({
    ready: true,
    latencyMs: expect.any(Number) as number,
    waitedMs: expect.any(Number) as number,
    pool: { total: 1, idle: 1, waiting: 0, max: 2 },
    migrations: { applied: names.length, last: names.at(-1), pending: [] },
  });
  expect(names.length).toBeGreaterThan(0);
});

test('a build whose migrations are not all there is not ready', async () => {
  const [first = ''] = await history();
  const expected = ['20990101000000_later', first, '20990102000000_last'];
  const found = await health(db, { timeout: PATIENT, migrations: { expected } });
  expect(found).toMatchObject({ ready: false, problem: { code: 'query/migrations-pending' } });
  expect(found.migrations?.pending).toEqual(['20990101000000_later', '20990102000000_last']);
});

test('a history that is not there, or not for this role, is said, and no failure', async () => {
  const table = 'other';
  const none = await health(db, { timeout: PATIENT, migrations: { table } });
  expect(none).toMatchObject({ ready: true, migrations: { unknown: 'there is no history' } });
  expect((await health(db, { timeout: PATIENT, migrations: false })).migrations).toBeUndefined();

  const role = `${database.settings.database}_blind`;
  await db.$client.query(`create role ${role}`);
  await db.$client.query(`create schema hidden; create table hidden.history (id int, name text)`);
  const blind = createDb({ settings: withSettings(database.settings, { options: `-c role=${role}` }) });
  const blindTo = async (migrations: HealthOptions['migrations']): Promise<Health> =>
    await health(blind, { timeout: PATIENT, ...(migrations !== undefined && { migrations }) });
  const unknown = 'this role may not read the history';
  expect(await blindTo(undefined)).toMatchObject({ ready: true, migrations: { unknown } });
  expect(await blindTo({ schema: 'hidden', table: 'history' })).toMatchObject({
    ready: true,
    migrations: { unknown },
  });
  await closeDb(blind);
  await db.$client.query(`drop role ${role}`);
});

test('an exhausted pool is not ready, in time, and the place in the queue is given up', async () => {
  const held = await Promise.all([db.$client.connect(), db.$client.connect()]);
  const found = await health(db, { timeout: 100 });
  expect(found).toMatchObject({
    ready: false,
    problem: { code: 'query/no-answer' },
    pool: { total: 2, idle: 0, waiting: 1, max: 2 },
  });
  expect(found.problem?.what).toContain('all 2 of the pool are in use');
  for (const client of held) client.release();
  expect(await health(db, { timeout: PATIENT })).toMatchObject({ ready: true, pool: { total: 2, idle: 2 } });
});

describe('never fails', () => {
  test('a host that says nothing: an answer long before the pool gives up', async () => {
    await using silent = await silentServer();
    const lost = createDb({ url: `postgres://app@127.0.0.1:${silent.port}/app?connect_timeout=300` });
    expect(await health(lost, { timeout: 100 })).toMatchObject({
      ready: false,
      problem: { code: 'query/no-answer', what: 'the database did not answer within 100 ms' },
    });
    await closeDb(lost, { timeout: 0 });
  });

  test('a server that stops answering in the middle: its connection is not given to others', async () => {
    const one = createDb({ url: database.url, max: 1 });
    const client = await one.$client.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    client.release();
    // What health asks first waits for this.
    const blocker = await db.$client.connect();
    await blocker.query('begin; lock table knex_migrations');
    expect(await health(one, { timeout: 200 })).toMatchObject({
      ready: false,
      problem: { code: 'query/no-answer' },
    });
    await blocker.query('rollback');
    blocker.release();
    const after = await one.$client.query<{ pid: number }>('select pg_backend_pid() as pid');
    expect(after.rows[0]?.pid).not.toBe(rows[0]?.pid);
    await closeDb(one);
  });

  test.each([
    ['nothing listens', 'postgres://app@127.0.0.1:9/app', 'connection/refused'],
    ['the URL is wrong', 'nonsense', 'env/invalid'],
  ])('%s', async (_what, url, code) => {
    const lost = createDb({ url });
    const found = await health(lost, { timeout: PATIENT });
    expect(found).toMatchObject({ ready: false, problem: { code } });
    expect(found.problem).toBeInstanceOf(Problem);
    await closeDb(lost);
    expect(await health(lost)).toMatchObject({ ready: false, problem: { code: 'query/closed' } });
  });
});

test('a standby says how far it is behind, and is ready as far as that is allowed', async () => {
  await using servers = await Replicated.make();
  const { primary } = servers;
  const [standby] = servers.standbys as [ScratchServer];
  const replica = createDb({ settings: standby.connection() });
  const until = async (isWanted: (found: Health) => boolean, maxLag: number): Promise<Health> => {
    const deadline = Date.now() + PATIENT;
    for (;;) {
      const found = await health(replica, { timeout: PATIENT, maxLag });
      if (isWanted(found) || Date.now() > deadline) return found;
      await sleep(50);
    }
  };
  const write = async (): Promise<void> => {
    await withClient(primary.connection(), async (client) => {
      await client.query('create table if not exists written (n int); insert into written values (1)');
    });
  };

  await write();
  const ready = await until((found) => found.ready, PATIENT);
  expect(ready).toMatchObject({ ready: true, replica: { isStreaming: true } });

  await replica.$client.query('select pg_wal_replay_pause()');
  await write();
  const behind = await until(({ replica: lag }) => (lag?.bytes ?? 0) > 0, 0);
  expect(behind).toMatchObject({ ready: false, problem: { code: 'query/replica-behind' } });
  expect(behind.replica?.ms).toBeGreaterThan(0);
  // Nobody said how much is too much.
  expect(await health(replica, { timeout: PATIENT })).toMatchObject({ ready: true });

  await replica.$client.query('select pg_wal_replay_resume()');
  expect(await until((found) => found.ready, PATIENT)).toMatchObject({ ready: true });

  await primary.stop();
  const alone = await until((found) => !found.ready, PATIENT);
  expect(alone).toMatchObject({ ready: false, replica: { isStreaming: false } });
  await closeDb(replica);

  const written = createDb({ url: database.url });
  expect((await health(written, { timeout: PATIENT, maxLag: 0 })).replica).toBeUndefined();
  await closeDb(written);
}, 240_000);
