import { setTimeout as sleep } from 'node:timers/promises';
import {
  closeDb,
  createDb,
  currentDb,
  currentTransaction,
  sql,
  withTransaction,
  withoutTransaction,
} from '../../src/index.ts';
import { database, db, ids, stop, things, thingsForFile } from './transacted-things.ts';

/* A transaction that what is called in it finds by itself, where that was asked for. */

thingsForFile();
afterEach(() => {
  expect(currentTransaction(db)).toBeUndefined();
});

const add = async (id: number, on = db): Promise<void> => {
  await currentDb(on).insert(things).values({ id });
};

test('it is found across awaits, timers and calls at the same time, and rolls all of it back', async () => {
  const run = withTransaction(
    async (tx) => {
      expect(currentTransaction(db)).toBe(tx);
      await add(1);
      await sleep(5);
      await add(2);
      await new Promise<void>((resolve, reject) => {
        setTimeout(() => {
          add(3).then(resolve, reject);
        }, 5);
      });
      await Promise.all([add(4), add(5)]);
      const { rows } = await currentDb(db).execute(sql`select from things`);
      expect(rows).toHaveLength(5);
      throw stop;
    },
    { on: db, ambient: true },
  );
  await expect(run).rejects.toBe(stop);
  expect(await ids()).toEqual([]);
});

test('only where it was asked for', async () => {
  await withTransaction(
    async (tx) => {
      await tx.insert(things).values({ id: 1 });
      expect(currentTransaction(db)).toBeUndefined();
      expect(currentDb(db)).toBe(db);
      expect(await ids()).toEqual([]);
    },
    { on: db },
  );
});

test('each of many at the same time finds its own', async () => {
  const all = Array.from({ length: 40 }, async (_, n) => {
    await withTransaction(
      async (tx) => {
        await add(n);
        await sleep(n % 5);
        expect(currentTransaction(db)).toBe(tx);
        await add(100 + n);
        if (n % 2 === 0) throw stop;
      },
      { on: db, ambient: true },
    );
  });
  await Promise.allSettled(all);
  const odd = Array.from({ length: 20 }, (_, n) => 2 * n + 1);
  expect(await ids()).toEqual([...odd, ...odd.map((n) => 100 + n)]);
});

describe('nested', () => {
  test('a function that wants a transaction has one of its own, or a savepoint in that of its caller', async () => {
    const addTwo = async (id: number): Promise<void> => {
      await withTransaction(
        async () => {
          await add(id);
          await add(id + 1);
        },
        { on: db, ambient: true },
      );
    };
    await addTwo(1);
    await withTransaction(
      async (tx) => {
        await add(6);
        await expect(addTwo(5)).rejects.toMatchObject({ cause: { code: '23505' } });
        expect(currentTransaction(db)).toBe(tx);
        await addTwo(10);
      },
      { on: db, ambient: true },
    );
    expect(await ids()).toEqual([1, 2, 6, 10, 11]);
  });

  test('a savepoint by its handle is current too, and the one around it is not meanwhile', async () => {
    await withTransaction(
      async (tx) => {
        await withTransaction(
          async (inner) => {
            expect(currentTransaction(db)).toBe(inner);
            await add(1);
          },
          { on: tx },
        );
        await tx.transaction(async (inner) => {
          expect(currentTransaction(db)).toBe(inner);
          await add(2);
        });
      },
      { on: db, ambient: true },
    );
    expect(await ids()).toEqual([1, 2]);
  });

  test('one that does not ask for it is on a connection of its own', async () => {
    const run = withTransaction(
      async () => {
        await add(1);
        await withTransaction(async (tx) => await tx.insert(things).values({ id: 2 }), { on: db });
        throw stop;
      },
      { on: db, ambient: true },
    );
    await expect(run).rejects.toBe(stop);
    expect(await ids()).toEqual([2]);
  });
});

test('that of one client is not taken for that of another', async () => {
  const other = createDb({ settings: database.settings, schema: { things } });
  const run = withTransaction(
    async (tx) => {
      expect(currentTransaction(other)).toBeUndefined();
      await withTransaction(
        async (theirs) => {
          expect([currentTransaction(db), currentTransaction(other)]).toEqual([tx, theirs]);
          await add(1);
          await add(2, other);
        },
        { on: other, ambient: true },
      );
      throw stop;
    },
    { on: db, ambient: true },
  );
  await expect(run).rejects.toBe(stop);
  expect(await ids()).toEqual([2]);
  expect([other.$client.totalCount, other.$client.idleCount]).toEqual([1, 1]);
  await closeDb(other);
});

test('what outlives it is refused, unless it was started without it', async () => {
  let late: Promise<unknown> = Promise.resolve();
  let free: Promise<unknown> = Promise.resolve();
  let isOver: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (isOver = resolve));
  await withTransaction(
    async () => {
      await add(1);
      late = over.then(async () => {
        await add(2);
      });
      late.catch(() => undefined);
      free = withoutTransaction(async () => {
        expect(currentTransaction(db)).toBeUndefined();
        await over;
        await add(3);
      });
    },
    { on: db, ambient: true },
  );
  isOver();
  await expect(late).rejects.toMatchObject({ cause: { code: 'query/transaction-ended' } });
  await free;
  expect(await ids()).toEqual([1, 3]);
});

test('each attempt has its own', async () => {
  const handles = new Set<unknown>();
  await withTransaction(
    async () => {
      handles.add(currentTransaction(db));
      await add(handles.size);
      if (handles.size === 1) await currentDb(db).execute(sql`do $$ begin raise sqlstate '40001'; end $$`);
    },
    { on: db, ambient: true },
  );
  expect([handles.size, await ids()]).toEqual([2, [2]]);
});
