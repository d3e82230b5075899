import { setTimeout as sleep } from 'node:timers/promises';
import { integer, pgTable } from 'drizzle-orm/pg-core';
import { Client } from 'pg';
import { closeDb, createDb, sql, withTransaction } from '../../src/index.ts';
import type { Db, Transaction } from '../../src/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { startRelay } from '../postgres/relay.ts';
import { until } from '../postgres/standbys.ts';

/* A connection that is lost, at whatever moment: what is thrown says what is known, nothing is run twice, and the next works. */

const things = pgTable('things', { id: integer().primaryKey() });
interface Schema extends Record<string, unknown> {
  readonly things: typeof things;
}

let database: TestDatabase;
let db: Db<Schema>;
let killer: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  killer = new Client(database.url);
  await killer.connect();
  await killer.query(`
    create table things (id integer primary key);
    create table slow (id integer);
    create function wait() returns trigger language plpgsql as $$ begin perform pg_sleep(60); return null; end $$;
    create constraint trigger wait after insert on slow deferrable initially deferred for each row execute function wait()`);
}, 120_000);

beforeEach(async () => {
  db = createDb({ settings: database.settings, schema: { things }, max: 1 });
  await killer.query('truncate things');
});

/** The next one works, on the only connection that the pool may have. */
afterEach(async () => {
  await withTransaction(async (tx) => await tx.insert(things).values({ id: 99 }), { on: db });
  expect((await ids()).includes(99)).toBe(true);
  const { $client: pool } = db;
  expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([1, 1, 0]);
  await closeDb(db);
});

afterAll(async () => {
  await killer.end();
  await database.drop();
});

const ids = async (): Promise<readonly number[]> =>
  (await killer.query<{ id: number }>('select id from things order by id')).rows.map(({ id }) => id);

async function pidOf(tx: Transaction<Schema>): Promise<number> {
  const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  return rows[0]?.pid ?? Number.NaN;
}

async function kill(pid: number): Promise<void> {
  await killer.query('select pg_terminate_backend($1, 5000)', [pid]);
}

async function untilOne(query: string, pid: number): Promise<void> {
  await until(async () => (await killer.query(query, [pid])).rowCount === 1);
}

describe('a backend is killed', () => {
  test('while a query runs: its error is thrown', async () => {
    let runs = 0;
    const run = withTransaction(
      async (tx) => {
        runs += 1;
        await tx.insert(things).values({ id: 1 });
        const pid = await pidOf(tx);
        const asleep = `select 1 from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'`;
        await Promise.all([
          tx.execute(sql`select pg_sleep(60)`),
          untilOne(asleep, pid).then(async () => {
            await kill(pid);
          }),
        ]);
      },
      { on: db },
    );
    await expect(run).rejects.toMatchObject({ cause: { code: 'connection/lost', cause: { code: '57P01' } } });
    expect([runs, await ids()]).toEqual([1, []]);
  });

  test.each(['and it asks again', 'and it returns', 'and it throws', 'and it is in a savepoint'])(
    'between two queries, %s',
    async (kind) => {
      const mine = new Error('mine');
      let runs = 0;
      const run = withTransaction(
        async (tx) => {
          runs += 1;
          await tx.insert(things).values({ id: 1 });
          const pid = await pidOf(tx);
          const dies = async (): Promise<void> => {
            await kill(pid);
            // It is heard of, and ends no process.
            await sleep(50);
          };
          if (kind === 'and it is in a savepoint') await withTransaction(dies, { on: tx });
          else await dies();
          if (kind === 'and it asks again') await tx.insert(things).values({ id: 2 });
          if (kind === 'and it throws') throw mine;
        },
        { on: db },
      );
      const error = await run.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      const lost = expect.objectContaining({ code: 'query/transaction-lost' }) as unknown;
      if (kind === 'and it throws') expect(error).toBe(mine);
      else if (kind === 'and it asks again') expect(error).toMatchObject({ cause: lost });
      else expect(error).toEqual(lost);
      expect([runs, await ids()]).toEqual([1, []]);
    },
  );

  test('at COMMIT: whether it was committed is not known, and it is not run again', async () => {
    let runs = 0;
    const run = withTransaction(
      async (tx) => {
        runs += 1;
        await tx.insert(things).values({ id: 1 });
        await tx.execute(sql`insert into slow values (1)`);
        const pid = await pidOf(tx);
        const atCommit = `select 1 from pg_stat_activity where pid = $1 and query = 'COMMIT' and wait_event = 'PgSleep'`;
        void untilOne(atCommit, pid).then(async () => {
          await kill(pid);
        });
      },
      { on: db },
    );
    await expect(run).rejects.toMatchObject({
      code: 'query/commit-unknown',
      cause: { code: 'connection/lost', cause: { code: '57P01' } },
    });
    expect([runs, await ids()]).toEqual([1, []]);
  });

  test('100 of them, whenever it may be: all is there or nothing, and nothing twice', async () => {
    const many = createDb({ settings: database.settings, schema: { things }, max: 5 });
    const [done, failed]: [number[], unknown[]] = [[], []];
    let [n, kills] = [1000, 0];
    const worker = async (): Promise<void> => {
      while (kills < 100) {
        const id = (n += 2);
        const run = withTransaction(
          async (tx) => {
            await tx.insert(things).values({ id });
            await tx.insert(things).values({ id: id + 1 });
          },
          { on: many },
        );
        await run.then(
          () => done.push(id),
          (error: unknown) => failed.push(error),
        );
      }
    };
    const workers = Promise.all(Array.from({ length: 8 }, worker));
    for (let round = 0; kills < 100 && round < 2000; round += 1) {
      const { rowCount } = await killer.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      kills += rowCount ?? 0;
      await sleep(10);
    }
    await workers;
    const found = new Set(await ids());
    expect(kills).toBeGreaterThanOrEqual(100);
    for (const id of done) expect([id, found.has(id), found.has(id + 1)]).toEqual([id, true, true]);
    for (const id of found) expect([id, found.has(id % 2 === 0 ? id + 1 : id - 1)]).toEqual([id, true]);
    // What was run twice would have found its own rows there.
    expect(failed.length).toBeGreaterThan(0);
    for (const error of failed) expect(error).not.toMatchObject({ cause: { code: '23505' } });
    // All that is there and was not answered is what nobody claims to know.
    const unknown = failed.filter((error) => (error as { code?: unknown }).code === 'query/commit-unknown');
    expect(found.size / 2 - done.length).toBeLessThanOrEqual(unknown.length);
    expect([many.$client.totalCount - many.$client.idleCount, many.$client.waitingCount]).toEqual([0, 0]);
    await closeDb(many);
  });
});

test('on a line that is cut when COMMIT was answered it is there, once, and the caller is told that it may be', async () => {
  await using relay = await startRelay(database.settings);
  const far = createDb({ settings: relay.settings, schema: { things }, max: 1 });
  let runs = 0;
  const run = withTransaction(
    async (tx) => {
      runs += 1;
      await tx.insert(things).values({ id: 1 });
      // That of COMMIT.
      relay.loseNextAnswer();
    },
    { on: far },
  );
  await expect(run).rejects.toMatchObject({ code: 'query/commit-unknown' });
  expect([runs, await ids(), far.$client.totalCount]).toEqual([1, [1], 0]);
  await closeDb(far);
});

describe('a timeout', () => {
  let holdsTimeouts: boolean;
  beforeAll(async () => {
    const { rows } = await killer.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    holdsTimeouts = (rows[0]?.version ?? 0) >= 170_000;
  });
  const expectTimeout = async (run: Promise<unknown>, expected: unknown): Promise<void> => {
    await expect(run).rejects.toMatchObject(
      holdsTimeouts ? (expected as object) : { code: 'query/transaction-timeout' },
    );
    expect(await ids()).toEqual([]);
  };

  test('ends a query', async () => {
    const run = withTransaction(
      async (tx) => {
        // In one statement, so that the time is over in none but this.
        await tx.execute(
          sql`with written as (insert into things values (1) returning id) select pg_sleep(60) from written`,
        );
      },
      { on: db, timeout: 2_000 },
    );
    await expectTimeout(run, { cause: { code: '25P04' } });
  });

  test('ends one that does nothing', async () => {
    const run = withTransaction(
      async (tx) => {
        const pid = await pidOf(tx);
        await tx.insert(things).values({ id: 1 });
        await untilOne('select 1 where not exists (select from pg_stat_activity where pid = $1)', pid);
        await sleep(50);
      },
      { on: db, timeout: 2_000 },
    );
    await expectTimeout(run, {
      code: 'query/transaction-lost',
      cause: { code: 'connection/lost', cause: { code: '25P04' } },
    });
  });

  test('is that of one transaction, not of its connection', async () => {
    if (!holdsTimeouts) return;
    const timeout = sql`select current_setting('transaction_timeout') as timeout`;
    const timeoutOf = async (options: object): Promise<unknown> =>
      await withTransaction(async (tx) => (await tx.execute(timeout)).rows, { on: db, ...options });
    expect(await timeoutOf({ timeout: 60_000 })).toEqual([{ timeout: '1min' }]);
    expect(await timeoutOf({})).toEqual([{ timeout: '0' }]);
  });
});
