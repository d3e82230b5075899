import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SQL } from 'drizzle-orm';
import { closeDb, closeOnSignal, createDb, sql } from '../../src/index.ts';
import type { Db } from '../../src/index.ts';
import { connect } from '../../src/postgres/client.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import { silentServer } from '../postgres/listeners.ts';
import { answer, until } from '../postgres/standbys.ts';
import { failure } from './failure.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
}, 120_000);

afterAll(async () => {
  // What was killed in the middle of a query is not missed by the server until that ends.
  await answer(
    database.settings,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await database.drop();
});

const NOTHING = { cancelled: 0, unserved: 0 };

/** Starts it: Drizzle's queries wait to be asked for. */
async function run(work: PromiseLike<unknown>): Promise<unknown> {
  return await work;
}

/** How many other sessions of the database are so. */
async function sessions(are: string): Promise<unknown> {
  return await answer(
    database.settings,
    `select count(*)::int from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and ${are}`,
  );
}

/** Waits until so many of them sleep. */
async function sleeping(count: number): Promise<void> {
  await until(async () => Number(await sessions(`wait_event = 'PgSleep'`)) >= count);
}

/** A place that nobody gets through until it is opened. */
interface Gate extends AsyncDisposable {
  /** What is asked to go through it. */
  readonly passage: SQL;
  /** Waits until somebody stands before it, which lasts until it is opened. */
  readonly isReached: () => Promise<void>;
  readonly open: () => Promise<void>;
}

async function closedGate(): Promise<Gate> {
  const keeper = await connect(database.settings);
  await keeper.query('select pg_advisory_lock(7)');
  let isOpen = false;
  const open = async (): Promise<void> => {
    if (isOpen) return;
    isOpen = true;
    // Its lock goes with it.
    await keeper.end();
  };
  return {
    passage: sql`pg_advisory_xact_lock_shared(7)`,
    isReached: async () => {
      await until(async () => Number(await sessions(`wait_event = 'advisory'`)) >= 1);
    },
    open,
    [Symbol.asyncDispose]: open,
  };
}

async function backends(): Promise<unknown> {
  return await sessions(`backend_type = 'client backend'`);
}

test('what runs and what waits ends well, what comes then is refused', async () => {
  const db = createDb({ url: database.url, max: 2 });
  await using gate = await closedGate();
  const work = [1, 2, 3, 4, 5, 6].map((n) =>
    run(db.execute(sql`select ${n}::int as n, ${gate.passage} is null as passed`)),
  );
  const transaction = db.transaction(async (tx) => {
    await tx.execute(sql`select ${gate.passage}`);
    // It has begun, so that it may go on.
    return await tx.execute<{ n: number }>(sql`select 7 as n`);
  });
  await gate.isReached();
  const closing = closeDb(db, { timeout: 60_000 });
  await expect(run(db.execute(sql`select 8`))).rejects.toMatchObject({ cause: { code: 'query/closed' } });
  await expect(db.$client.query('select 9')).rejects.toMatchObject({ code: 'query/closed' });
  await expect(db.$client.connect()).rejects.toMatchObject({ code: 'query/closed' });
  await gate.open();
  expect(await closing).toEqual(NOTHING);
  const results = (await Promise.all(work)) as { rows: { n: number }[] }[];
  expect(results.map(({ rows }) => rows[0]?.n)).toEqual([1, 2, 3, 4, 5, 6]);
  expect((await transaction).rows[0]?.n).toBe(7);
  expect(await backends()).toBe(0);
});

test('closing is one close, whoever asks and how often', async () => {
  const db = createDb({ url: database.url });
  await using gate = await closedGate();
  const work = run(db.execute(sql`select ${gate.passage}`));
  await gate.isReached();
  const closing = Promise.all([closeDb(db, { timeout: 60_000 }), closeDb(db), closeDb(db)]);
  await gate.open();
  expect(await closing).toEqual([NOTHING, NOTHING, NOTHING]);
  expect(await closeDb(db)).toEqual(NOTHING);
  await work;
  const unused = createDb({ url: database.url });
  expect(await closeDb(unused, { timeout: 1000 })).toEqual(NOTHING);
  const ended = createDb({ url: database.url });
  await ended.$client.end();
  expect(await closeDb(ended)).toEqual(NOTHING);
});

test('after the timeout what runs is cancelled, on the server too, and what waits gets none', async () => {
  const db = createDb({ url: database.url, max: 2 });
  const failures = Promise.all(
    [1, 2, 3].map((n) => failure(db.execute(sql`select ${n}::int, pg_sleep(600)`))),
  );
  await sleeping(2);
  expect(await closeDb(db, { timeout: 50 })).toEqual({ cancelled: 2, unserved: 1 });
  expect((await failures).sort()).toEqual(['57014', '57014', 'query/closed']);
  expect(await backends()).toBe(0);
});

test('a transaction that does nothing is cut off, and a connection that is never given back', async () => {
  const db = createDb({ url: database.url });
  const client = await db.$client.connect();
  await client.query('begin');
  expect(await closeDb(db, { timeout: 0 })).toEqual({ cancelled: 1, unserved: 0 });
  await expect(client.query('select 1')).rejects.toThrow();
  client.release(true);
});

test('a host that says nothing keeps nobody', async () => {
  await using silent = await silentServer();
  const db = createDb({ url: `postgres://app@127.0.0.1:${silent.port}/app?connect_timeout=60` });
  const work = run(db.execute(sql`select 1`)).catch((error: unknown) => error);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await closeDb(db, { timeout: 50 })).toEqual({ cancelled: 0, unserved: 1 });
  expect(await work).toMatchObject({ cause: { code: 'query/closed' } });
});

test('listeners go away again', () => {
  const before = ['SIGTERM', 'SIGINT', 'SIGUSR2'].map((signal) => process.listenerCount(signal));
  const db: Pick<Db, '$client'> = createDb({ url: database.url });
  const remove = closeOnSignal({ db });
  const removeOther = closeOnSignal({ db: [db], signals: ['SIGUSR2'] });
  expect(['SIGTERM', 'SIGINT', 'SIGUSR2'].map((signal) => process.listenerCount(signal))).toEqual(
    before.map((count) => count + 1),
  );
  remove();
  removeOther();
  expect(['SIGTERM', 'SIGINT', 'SIGUSR2'].map((signal) => process.listenerCount(signal))).toEqual(before);
});

/** A server of requests, each some queries, under load of its own; it is told to end after a while. */
async function served(
  options: string,
  {
    signal = 'SIGTERM',
    times = 1,
    stuck = false,
  }: { signal?: NodeJS.Signals; times?: number; stuck?: boolean } = {},
): Promise<{
  code: number | null;
  signal: NodeJS.Signals | null;
  said: Record<string, unknown> | undefined;
}> {
  const child = spawn(
    process.execPath,
    [
      '--require',
      require.resolve('tsx/cjs'),
      path.join(__dirname, 'end', 'server.ts'),
      database.url,
      options,
      String(stuck),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const out: string[] = [];
  const errors: string[] = [];
  child.stdout.on('data', (text) => out.push(String(text)));
  child.stderr.on('data', (text) => errors.push(String(text)));
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  while (!out.join('').includes('busy\n') && !hasEnded()) await sleep(20);
  for (let time = 0; time < times; time += 1) {
    child.kill(signal);
    // Two that come before it has heard of the first are one.
    while (!out.join('').includes('ending\n') && !hasEnded()) await sleep(20);
  }
  const [code, by] = await exit;
  clearTimeout(timer);
  const line = out
    .join('')
    .split('\n')
    .find((one) => one.startsWith('{'));
  if (line === undefined && errors.length > 0 && by === null) throw new Error(errors.join(''));
  return {
    code,
    signal: by,
    said: line === undefined ? undefined : (JSON.parse(line) as Record<string, unknown>),
  };
}

describe('a process under load that is told to end', () => {
  test.each([
    ['SIGTERM', '{}'],
    ['SIGINT', '{}'],
    ['SIGTERM', '{"exit":true}'],
  ] as const)(
    '%s, %s: no request fails, and the code is 0',
    async (signal, options) => {
      const { code, signal: by, said } = await served(options, { signal });
      expect(said).toEqual({
        cancelled: 0,
        unserved: 0,
        signal,
        failed: [],
        done: expect.any(Number) as number,
      });
      expect(said?.done).toBeGreaterThan(20);
      expect([code, by]).toEqual([0, null]);
    },
    120_000,
  );

  test('what does not end is broken off, and the code is 1', async () => {
    const { code, said } = await served('{"exit":true,"timeout":5000}', { stuck: true });
    expect(said).toMatchObject({ cancelled: 1, signal: 'SIGTERM' });
    expect(code).toBe(1);
  }, 120_000);

  test('a second signal ends it at once', async () => {
    const { signal, said } = await served('{"timeout":50000}', { stuck: true, times: 2 });
    expect(said).toBeUndefined();
    expect(signal).toBe('SIGTERM');
  }, 120_000);
});
