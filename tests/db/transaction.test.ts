import { eq, prepared, sql, withTransaction } from '../../src/index.ts';
import type { Transaction } from '../../src/index.ts';
import { add, db, ids, sent, stop, things, thingsForFile } from './transacted-things.ts';
import type { Schema } from './transacted-things.ts';

/* What a transaction commits, what it rolls back, and that its connection comes back whatever happens. */

thingsForFile();
beforeAll(async () => {
  await db.execute(
    sql`create table later (id integer, constraint later_key unique (id) deferrable initially deferred)`,
  );
});

describe('one transaction', () => {
  test('commits what it did, in one statement before it and one after it', async () => {
    const result = await withTransaction(
      async (tx) => {
        await add(tx, 1);
        expect(await tx.query.things.findFirst({ where: eq(things.id, 1) })).toEqual({ id: 1, name: null });
        return 'done';
      },
      { on: db, isolation: 'serializable', readOnly: false, deferrable: false },
    );
    expect(result).toBe('done');
    expect([sent()[0], sent().length, sent().at(-1)]).toEqual([
      'BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE NOT DEFERRABLE',
      4,
      'COMMIT',
    ]);
    expect(await ids()).toEqual([1]);
  });

  test.each(['an error', 'one that is thrown at once', 'rollback()'])('rolls back on %s', async (kind) => {
    const run = withTransaction<undefined, Schema>(
      kind === 'one that is thrown at once'
        ? () => {
            throw stop;
          }
        : async (tx) => {
            await add(tx, 1);
            if (kind === 'rollback()') tx.rollback();
            throw stop;
          },
      { on: db },
    );
    await expect(run).rejects.toThrow(kind === 'rollback()' ? 'Rollback' : stop);
    expect(await ids()).toEqual([]);
  });

  test('prepared statements run in it, and others do not see what it has written', async () => {
    const byId = prepared('transaction_by_id', { id: things.id }, ({ id }) =>
      db.select({ id: things.id }).from(things).where(eq(things.id, id)),
    );
    await withTransaction(
      async (tx) => {
        await add(tx, 1);
        expect(await byId.first({ id: 1 }, tx)).toEqual({ id: 1 });
        expect(await byId.first({ id: 1 })).toBeUndefined();
      },
      { on: db },
    );
    expect(await byId.first({ id: 1 })).toEqual({ id: 1 });
  });

  test('that is read only refuses to write, and is not run again', async () => {
    let runs = 0;
    const run = withTransaction(
      async (tx) => {
        runs += 1;
        await add(tx, 1);
      },
      { on: db, readOnly: true, isolation: 'serializable', deferrable: true },
    );
    await expect(run).rejects.toMatchObject({ cause: { code: '25006' } });
    expect(runs).toBe(1);
  });

  test('is what was asked for on the server, and the next on its connection is not', async () => {
    const modes = sql`select current_setting('transaction_isolation') as isolation,
      current_setting('transaction_read_only') as read_only, current_setting('transaction_deferrable') as deferrable`;
    const asked = { isolation: 'repeatable read', readOnly: true, deferrable: true } as const;
    const modeOf = async (options: object): Promise<unknown> =>
      await withTransaction(async (tx) => (await tx.execute(modes)).rows[0], { on: db, ...options });
    const plain = { isolation: 'read committed', read_only: 'off', deferrable: 'off' };
    expect(await modeOf(asked)).toEqual({ isolation: 'repeatable read', read_only: 'on', deferrable: 'on' });
    expect(await modeOf({})).toEqual(plain);
  });

  test.each([
    { isolation: 'serializable; drop table things' },
    { isolation: 'toString' },
    { retries: -1 },
    { retries: 1.5 },
    { timeout: 0 },
    { timeout: '1; drop table things' },
  ])('%j is refused before anything is sent', async (options) => {
    const run = withTransaction(
      async (tx) => {
        await add(tx, 1);
      },
      {
        on: db,
        ...(options as object),
      },
    );
    await expect(run).rejects.toMatchObject({ code: 'query/transaction-option' });
    expect(sent()).toEqual([]);
  });

  test('a violation is thrown at once, that which is found at COMMIT too', async () => {
    let runs = 0;
    const twice = withTransaction(
      async (tx) => {
        runs += 1;
        await add(tx, 1);
        await add(tx, 1);
      },
      { on: db },
    );
    await expect(twice).rejects.toMatchObject({ cause: { code: '23505' } });
    const deferred = withTransaction(
      async (tx) => {
        runs += 1;
        await tx.execute(sql`insert into later values (1), (1)`);
      },
      { on: db },
    );
    await expect(deferred).rejects.toMatchObject({ code: '23505' });
    expect([runs, await ids()]).toEqual([2, []]);
  });
});

describe('mistakes', () => {
  test('an error that is swallowed does not commit in silence', async () => {
    const run = withTransaction(
      async (tx) => {
        await add(tx, 1);
        await tx.execute(sql`select 1 / 0`).catch(() => undefined);
      },
      { on: db },
    );
    await expect(run).rejects.toMatchObject({
      code: 'query/transaction-aborted',
      cause: { code: '22012' },
    });
    expect(await ids()).toEqual([]);
  });

  test('a handle is refused after the end, and its query is not run', async () => {
    let kept: Transaction<Schema> | undefined;
    await withTransaction(
      async (tx) => {
        kept = tx;
        await add(tx, 1);
      },
      { on: db },
    );
    if (kept === undefined) throw new Error('it did not run');
    const refused = { code: 'query/transaction-ended' };
    await expect(add(kept, 2)).rejects.toMatchObject({ cause: refused });
    await expect(withTransaction(() => Promise.resolve(), { on: kept })).rejects.toMatchObject(refused);
    expect(await ids()).toEqual([1]);
  });

  test('a query that nobody awaits is not committed, and those after it are not run', async () => {
    let stray: Promise<unknown> = Promise.resolve();
    const run = withTransaction(
      async (tx) => {
        await add(tx, 1);
        stray = (async () => {
          await tx.execute(sql`select pg_sleep(0.1)`);
          await add(tx, 2);
        })();
        stray.catch(() => undefined);
      },
      { on: db },
    );
    await expect(run).rejects.toMatchObject({ code: 'query/transaction-unfinished' });
    await expect(stray).rejects.toMatchObject({ cause: { code: 'query/transaction-ended' } });
    expect(await ids()).toEqual([]);
  });

  test('of several at once that fail the first is thrown, and the rest is rolled back', async () => {
    const run = withTransaction(
      async (tx) => {
        await Promise.all([tx.execute(sql`select 1 / 0`), add(tx, 1), tx.execute(sql`select pg_sleep(0.1)`)]);
      },
      { on: db },
    );
    await expect(run).rejects.toMatchObject({ cause: { code: '22012' } });
    expect(await ids()).toEqual([]);
  });

  test('whoever ends it by a statement is told', async () => {
    const run = withTransaction(
      async (tx) => {
        await tx.execute(sql`rollback`);
        await add(tx, 1);
      },
      { on: db },
    );
    await expect(run).rejects.toMatchObject({ code: 'query/transaction-left' });
  });

  test('it needs a place', async () => {
    for (const on of [{}, { _: { session: { client: {} } } }, 1]) {
      const run = withTransaction(() => Promise.resolve(), { on: on as never });
      await expect(run).rejects.toMatchObject({ code: 'query/transaction-place' });
    }
  });
});

test('many callers on few connections: each has one in the end', async () => {
  const all = Array.from({ length: 60 }, async (_, id) => {
    await withTransaction(
      async (tx) => {
        await add(tx, id);
        if (id % 3 === 0) throw stop;
        if (id % 3 === 1)
          await tx.transaction(async (inner) => {
            await add(inner, 1000 + id);
          });
      },
      { on: db },
    );
  });
  const outcomes = await Promise.allSettled(all);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(20);
  expect(await ids()).toHaveLength(60);
});
