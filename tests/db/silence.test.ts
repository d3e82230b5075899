import { setTimeout as sleep } from 'node:timers/promises';
import { closeDb, createDb, idempotent, sql } from '../../src/index.ts';
import type { Db, DbOptions } from '../../src/index.ts';
import { withSettings } from '../../src/postgres/settings.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { blackHole } from '../postgres/listeners.ts';
import type { Hole } from '../postgres/listeners.ts';
import { retried } from '../postgres/retried.ts';
import { failure } from './failure.ts';

/* A host that is gone closes nothing and answers nothing. Nobody waits for it longer than was said. */

let database: TestDatabase;
let hole: Hole;
let db: Db;
const SILENCE = 700;
const CONNECT = 1_500;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
});
beforeEach(async () => {
  hole = await blackHole(database.settings);
});
afterEach(async () => {
  await closeDb(db);
  await hole[Symbol.asyncDispose]();
});
afterAll(async () => {
  await database.drop();
});

function open(options: DbOptions = {}): Db {
  const { settings } = database;
  const timeouts = { ...settings.timeouts, connect: CONNECT };
  const through = withSettings(settings, { host: '127.0.0.1', port: hole.port, timeouts });
  return createDb({ settings: through, answerTimeout: SILENCE, max: 2, ...options });
}
const one = async (): Promise<unknown> =>
  (await db.execute<{ one: number }>(sql`select 1 as one`)).rows[0]?.one;

test('a query in flight fails, those who wait for a connection too, and all goes on when the host is back', async () => {
  db = open();
  // Both connections are there: a login on a busy machine may take longer than the silence that is allowed.
  expect(await retried(async () => await Promise.all([one(), one()]))).toEqual([1, 1]);
  hole.freeze();
  const found = await Promise.all([one(), one(), one(), one()].map(failure));
  expect(found.slice(0, 2)).toEqual(['connection/lost', 'connection/lost']);
  for (const code of found.slice(2)) expect(code).toMatch(/^connection\/(?:timeout|pool-exhausted)$/);
  hole.thaw();
  expect(await retried(one)).toBe(1);
});

test('what may be done twice survives it', async () => {
  db = open();
  expect(await retried(one)).toBe(1);
  hole.freeze();
  const asked = idempotent(one, { patience: 30_000 });
  await sleep(SILENCE * 2);
  hole.thaw();
  expect(await asked).toBe(1);
});

test('a transaction in which nothing is asked may take its time', async () => {
  db = open();
  const takesItsTime = async (): Promise<unknown> =>
    await db.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      await sleep(SILENCE * 2);
      return (await tx.execute<{ two: number }>(sql`select 2 as two`)).rows[0]?.two;
    });
  // One may fail on a busy machine. If that time counted, each would.
  expect(await retried(takesItsTime, 10)).toBe(2);
});

test('without a limit for statements, and where 0 is said, it is waited for', async () => {
  const asked = async (options: DbOptions, seconds: number): Promise<unknown> => {
    const client = open(options);
    await retried(async () => await client.execute(sql`select 1`));
    const failed = await failure(client.execute(sql`select pg_sleep(${seconds})`));
    await closeDb(client);
    return failed;
  };
  db = open();
  expect(await asked({}, 5)).toBe('connection/lost');
  expect(await asked({ answerTimeout: 0 }, (SILENCE * 2) / 1000)).toBeUndefined();
});
