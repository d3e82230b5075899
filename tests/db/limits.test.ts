import { closeDb, createDb, sql } from '../../src/index.ts';
import type { DbOptions } from '../../src/index.ts';
import { withSettings } from '../../src/postgres/settings.ts';
import type { Timeouts } from '../../src/postgres/settings.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { until } from '../postgres/standbys.ts';

/* What a pool keeps to, as the server has it and as pg has it: by itself, as settings say, as options say. */

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
});
afterAll(async () => {
  await database.drop();
});

/** How sessions begin, and what the pool was told. */
async function limitsOf(options: DbOptions, timeouts: Partial<Timeouts> = {}): Promise<unknown> {
  const { settings } = database;
  const db = createDb({
    settings: withSettings(settings, { timeouts: { ...settings.timeouts, ...timeouts } }),
    ...options,
  });
  try {
    const { rows } = await db.execute<{ name: string; setting: string }>(sql`
      select name, setting from pg_settings
      where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'application_name')`);
    const { max, min, idleTimeoutMillis, keepAlive } = db.$client.options;
    return {
      ...Object.fromEntries(rows.map(({ name, setting }) => [name, setting])),
      ...{ max, min, idleTimeoutMillis, keepAlive },
    };
  } finally {
    await closeDb(db);
  }
}

test('by itself a pool keeps to what a service needs', async () => {
  expect(await limitsOf({})).toEqual({
    statement_timeout: '30000',
    lock_timeout: '10000',
    idle_in_transaction_session_timeout: '60000',
    application_name: 'keelson',
    max: 10,
    min: 0,
    idleTimeoutMillis: 10_000,
    keepAlive: true,
  });
});

test('what the settings say goes before that, 0 included', async () => {
  expect(await limitsOf({}, { statement: 0, lock: 1234 })).toMatchObject({
    statement_timeout: '0',
    lock_timeout: '1234',
    idle_in_transaction_session_timeout: '60000',
  });
});

test('what the options say goes before all', async () => {
  const options: DbOptions = {
    ...{ max: 3, min: 2, idleTimeout: 4567, lifetime: 1000 },
    ...{ statementTimeout: 5000, lockTimeout: 0, idleInTransactionTimeout: 6000 },
  };
  expect(await limitsOf(options, { statement: 1, lock: 1, idleInTransaction: 1 })).toMatchObject({
    statement_timeout: '5000',
    lock_timeout: '0',
    idle_in_transaction_session_timeout: '6000',
    ...{ max: 3, min: 2, idleTimeoutMillis: 4567 },
  });
});

test('a connection is replaced when its time is over, and not while it is asked', async () => {
  const db = createDb({ settings: database.settings, lifetime: 300, max: 1 });
  const pid = async (): Promise<unknown> =>
    (await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)).rows[0]?.pid;
  try {
    const first = await pid();
    await db.execute(sql`select pg_sleep(0.6)`);
    // The pool's clock may be late on a busy machine. One without a limit is never replaced.
    await until(async () => (await pid()) !== first);
  } finally {
    await closeDb(db);
  }
});
