import { integer, pgTable } from 'drizzle-orm/pg-core';
import { closeDb, createDb, eq, prepared, sql, withTransaction } from '../../src/index.ts';
import type { Db, Retry, Transaction } from '../../src/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { codeOf } from './failure.ts';

/* Transactions that are in each other's way are run again, whole, and nothing else is. */

const counters = pgTable('counters', { id: integer().primaryKey(), value: integer().notNull() });
interface Schema extends Record<string, unknown> {
  readonly counters: typeof counters;
}

let database: TestDatabase;
let db: Db<Schema>;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb({ settings: database.settings, schema: { counters }, max: 10 });
  await db.execute(sql`create table counters (id integer primary key, value integer not null)`);
}, 120_000);

beforeEach(async () => {
  await db.execute(sql`truncate counters`);
  await db.insert(counters).values([
    { id: 1, value: 0 },
    { id: 2, value: 0 },
    { id: 3, value: 0 },
  ]);
});

afterEach(() => {
  expect([db.$client.totalCount - db.$client.idleCount, db.$client.waitingCount]).toEqual([0, 0]);
});

afterAll(async () => {
  await closeDb(db);
  await database.drop();
});

const valueOf = prepared('conflicts_value_of', { id: counters.id }, ({ id }) =>
  db.select({ value: counters.value }).from(counters).where(eq(counters.id, id)),
);
const set = async (tx: Transaction<Schema>, id: number, value: number): Promise<void> => {
  await tx.update(counters).set({ value }).where(eq(counters.id, id));
};
const values = async (): Promise<readonly number[]> =>
  (await db.select().from(counters).orderBy(counters.id)).map(({ value }) => value);
const stateOf = ({ error }: Retry): unknown => codeOf(error);

/** All who come wait until there are so many: the first time, so that they are in each other's way for sure. */
function meeting(size: number): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let isOver = false;
  return async () => {
    if (isOver) return;
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (waiting.length < size) return;
      isOver = true;
      for (const one of waiting) one();
    });
  };
}

describe('serialization failures', () => {
  test.each(['serializable', 'repeatable read'] as const)(
    '20 workers that count at %s: every one counts',
    async (isolation) => {
      const retries: Retry[] = [];
      const met = meeting(10);
      const worker = async (n: number): Promise<void> => {
        for (let round = 0; round < 5; round += 1) {
          await withTransaction(
            async (tx) => {
              const id = (n % 2) + 1;
              // One reads by a statement that is prepared, one by Drizzle's: their errors differ.
              const row =
                n % 3 === 0
                  ? await valueOf.first({ id }, tx)
                  : await tx.query.counters.findFirst({ where: eq(counters.id, id) });
              if (round === 0) await met();
              await set(tx, id, (row?.value ?? Number.NaN) + 1);
            },
            { on: db, isolation, retries: 1000, onRetry: (retry) => retries.push(retry) },
          );
        }
      };
      await Promise.all(
        Array.from({ length: 20 }, async (_, n) => {
          await worker(n);
        }),
      );
      expect(await values()).toEqual([50, 50, 0]);
      expect(retries.length).toBeGreaterThanOrEqual(8);
      expect(new Set(retries.map(stateOf))).toEqual(new Set(['40001']));
      for (const { attempt, delay } of retries) {
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(Math.min(1000, 10 * 2 ** (attempt - 1)));
      }
    },
  );

  test('one that only COMMIT finds', async () => {
    // Each reads what the other writes, and neither writes what the other wrote.
    const [met, left] = [meeting(2), meeting(2)];
    const attempts: Retry[] = [];
    const worker = async (reads: number, writes: number): Promise<void> => {
      await withTransaction(
        async (tx) => {
          const row = await valueOf.first({ id: reads }, tx);
          await met();
          await set(tx, writes, (row?.value ?? 0) + 1);
          await left();
        },
        { on: db, isolation: 'serializable', onRetry: (retry) => attempts.push(retry) },
      );
    };
    await Promise.all([worker(1, 2), worker(2, 1)]);
    // Whoever has lost may lose again.
    expect(new Set(attempts.map(stateOf))).toEqual(new Set(['40001']));
    expect((await values()).toSorted()).toEqual([0, 1, 2]);
  });

  /** Fails each time, since somebody else writes the row between its reading and its writing. */
  async function overtaken(tx: Transaction<Schema>): Promise<void> {
    await valueOf.first({ id: 1 }, tx);
    await db.execute(sql`update counters set value = value + 1 where id = 1`);
    await set(tx, 1, 0);
  }

  test('after the last attempt the error is that of the server, and tells how many there were', async () => {
    const heard: number[] = [];
    const run = withTransaction(overtaken, {
      on: db,
      isolation: 'repeatable read',
      retries: 2,
      onRetry: ({ attempt }) => heard.push(attempt),
    });
    await expect(run).rejects.toMatchObject({ name: 'Error', cause: { code: '40001' }, attempts: 3 });
    expect([heard, await values()]).toEqual([
      [1, 2],
      [3, 0, 0],
    ]);
  });

  test('unless told otherwise it is run six times', async () => {
    const run = withTransaction(overtaken, { on: db, isolation: 'repeatable read' });
    await expect(run).rejects.toMatchObject({ cause: { code: '40001' }, attempts: 6 });
    expect(await values()).toEqual([6, 0, 0]);
  });

  test('none with retries: 0', async () => {
    const run = withTransaction(overtaken, { on: db, isolation: 'repeatable read', retries: 0 });
    await expect(run).rejects.toMatchObject({ attempts: 1 });
    expect(await values()).toEqual([1, 0, 0]);
  });

  test('one that is swallowed is told, and not run again', async () => {
    const run = withTransaction(async (tx) => await overtaken(tx).catch(() => undefined), {
      on: db,
      isolation: 'repeatable read',
    });
    await expect(run).rejects.toMatchObject({ code: 'query/transaction-aborted', cause: { code: '40001' } });
    expect(await values()).toEqual([1, 0, 0]);
  });

  test('one in a nested transaction runs all of it again, where it is wrapped too', async () => {
    let runs = 0;
    await withTransaction(
      async (tx) => {
        runs += 1;
        await set(tx, 3, runs);
        const inner = withTransaction(
          async (savepoint) => {
            if (runs === 1) await overtaken(savepoint);
            else await set(savepoint, 2, 7);
          },
          { on: tx },
        );
        await inner.catch((error: unknown) => {
          throw new Error('it did not work', { cause: error });
        });
      },
      { on: db, isolation: 'repeatable read' },
    );
    expect([runs, await values()]).toEqual([2, [1, 7, 2]]);
  });

  test('one of another transaction is no reason', async () => {
    let runs = 0;
    const run = withTransaction(
      async () => {
        runs += 1;
        await withTransaction(overtaken, { on: db, isolation: 'repeatable read', retries: 0 });
      },
      { on: db },
    );
    await expect(run).rejects.toMatchObject({ cause: { code: '40001' }, attempts: 1 });
    expect(runs).toBe(1);
  });

  test('an onRetry that throws is a warning', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
    let runs = 0;
    await withTransaction(
      async (tx) => {
        runs += 1;
        if (runs === 1) await overtaken(tx);
      },
      {
        on: db,
        isolation: 'repeatable read',
        onRetry: () => {
          throw new Error('no');
        },
      },
    );
    expect(warn).toHaveBeenCalledWith('onRetry failed: Error: no');
    warn.mockRestore();
    expect(runs).toBe(2);
  });
});

test('a deadlock: one is chosen by the server and runs again', async () => {
  const met = meeting(2);
  const attempts: Retry[] = [];
  const worker = async (first: number, second: number): Promise<void> => {
    await withTransaction(
      async (tx) => {
        await tx.execute(sql`update counters set value = value + 1 where id = ${first}`);
        await met();
        await tx.execute(sql`update counters set value = value + 1 where id = ${second}`);
      },
      { on: db, onRetry: (retry) => attempts.push(retry) },
    );
  };
  await Promise.all([worker(1, 2), worker(2, 1)]);
  // Whoever was chosen may be chosen again.
  expect(new Set(attempts.map(stateOf))).toEqual(new Set(['40P01']));
  expect(await values()).toEqual([2, 2, 0]);
});

test('deadlocks among many', async () => {
  const retries: Retry[] = [];
  const transfer = async (n: number): Promise<void> => {
    const [from, to] = n % 2 === 0 ? [1, 2] : [2, 1];
    await withTransaction(
      async (tx) => {
        await tx.execute(sql`set local deadlock_timeout = '20ms'`);
        await tx.execute(sql`update counters set value = value - 1 where id = ${from}`);
        await tx.execute(sql`update counters set value = value + 1 where id = ${to}`);
        await tx.execute(sql`update counters set value = value + 1 where id = 3`);
      },
      { on: db, retries: 1000, onRetry: (retry) => retries.push(retry) },
    );
  };
  await Promise.all(
    Array.from({ length: 60 }, async (_, n) => {
      await transfer(n);
    }),
  );
  expect(await values()).toEqual([0, 0, 60]);
  expect([...new Set(retries.map(stateOf))].filter((state) => state !== '40P01')).toEqual([]);
});

test.each([
  ['a violation', '23505', sql`insert into counters values (1, 1)`],
  ['a mistake in the SQL', '42601', sql`selec 1`],
  ['a time that is over', '57014', sql`set local statement_timeout = 1; select pg_sleep(5)`],
  ['a lock that is not to be had', '55P03', sql`select from counters where id = 3 for update nowait`],
])('%s is not tried again', async (_, code, statement) => {
  let runs = 0;
  await withTransaction(
    async (holder) => {
      await holder.execute(sql`select from counters where id = 3 for update`);
      const run = withTransaction(
        async (tx) => {
          runs += 1;
          await tx.execute(statement);
        },
        { on: db },
      );
      await expect(run).rejects.toMatchObject({ cause: { code } });
    },
    { on: db },
  );
  expect(runs).toBe(1);
});
