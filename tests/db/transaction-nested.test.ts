import { sql, withTransaction } from '../../src/index.ts';
import { add, db, ids, logged, sent, stop, thingsForFile } from './transacted-things.ts';

/* Transactions in transactions are savepoints, whose errors take back what is in them and nothing else. */

thingsForFile();

describe('nested', () => {
  test('an error inside rolls back to the savepoint and is thrown', async () => {
    await withTransaction(
      async (tx) => {
        await add(tx, 1);
        const inner = withTransaction(
          async (savepoint) => {
            await add(savepoint, 2);
            await add(savepoint, 1);
          },
          { on: tx },
        );
        await expect(inner).rejects.toMatchObject({ cause: { code: '23505' } });
        await tx.transaction(async (savepoint) => {
          await add(savepoint, 3);
          await withTransaction(
            async (deepest) => {
              await add(deepest, 4);
            },
            { on: savepoint },
          );
        });
        await add(tx, 5);
      },
      { on: db },
    );
    expect(await ids()).toEqual([1, 3, 4, 5]);
    expect(sent().filter((query) => query.includes('SAVEPOINT'))).toEqual([
      'SAVEPOINT keelson_1',
      'ROLLBACK TO SAVEPOINT keelson_1; RELEASE SAVEPOINT keelson_1',
      'SAVEPOINT keelson_1',
      'SAVEPOINT keelson_2',
      'RELEASE SAVEPOINT keelson_2',
      'RELEASE SAVEPOINT keelson_1',
    ]);
  });

  test('an error of the outermost takes back what the inner ones did', async () => {
    const run = withTransaction(
      async (tx) => {
        await withTransaction(
          async (inner) => {
            await add(inner, 1);
          },
          { on: tx },
        );
        throw stop;
      },
      { on: db },
    );
    await expect(run).rejects.toBe(stop);
    expect(await ids()).toEqual([]);
  });

  test('an error that is swallowed in it is told, and the outer one goes on', async () => {
    await withTransaction(
      async (tx) => {
        await add(tx, 1);
        const inner = withTransaction(
          async (savepoint) => {
            await add(savepoint, 2);
            await savepoint.execute(sql`select 1 / 0`).catch(() => undefined);
          },
          { on: tx },
        );
        await expect(inner).rejects.toMatchObject({
          code: 'query/transaction-aborted',
          cause: { code: '22012' },
        });
        await add(tx, 3);
      },
      { on: db },
    );
    expect(await ids()).toEqual([1, 3]);
  });

  test('the outer one is not used while it runs, nor two at once', async () => {
    const refused = { code: 'query/transaction-nested' };
    await withTransaction(
      async (tx) => {
        await withTransaction(
          async (inner) => {
            await expect(add(tx, 1)).rejects.toMatchObject({ cause: refused });
            const second = withTransaction(
              async (other) => {
                await add(other, 2);
              },
              { on: tx },
            );
            await expect(second).rejects.toMatchObject(refused);
            await add(inner, 3);
          },
          { on: tx },
        );
        await add(tx, 4);
      },
      { on: db },
    );
    expect(await ids()).toEqual([3, 4]);
  });

  test('one that nobody awaits takes the outer one with it, and says nothing on a connection of others', async () => {
    let stray: Promise<unknown> = Promise.resolve();
    let resume: (value?: unknown) => void = () => undefined;
    const gate = new Promise((resolve) => (resume = resolve));
    const run = withTransaction(
      async (tx) => {
        stray = withTransaction(
          async (inner) => {
            await add(inner, 1);
            await gate;
            await add(inner, 2);
          },
          { on: tx },
        );
        stray.catch(() => undefined);
        await Promise.resolve();
      },
      { on: db },
    );
    await expect(run).rejects.toMatchObject({ code: 'query/transaction-unfinished' });
    const count = logged.length;
    resume();
    await expect(stray).rejects.toMatchObject({ cause: { code: 'query/transaction-ended' } });
    expect(logged).toHaveLength(count);
    expect(await ids()).toEqual([]);
  });

  test('it may ask for what its transaction is, and for nothing else', async () => {
    await withTransaction(
      async (tx) => {
        const asks = async (options: object): Promise<string> =>
          await withTransaction(async () => await Promise.resolve('runs'), { on: tx, ...options }).catch(
            (error: unknown) => (error as { code: string }).code,
          );
        for (const options of [{ isolation: 'serializable' }, { readOnly: false }, { retries: 3 }])
          expect([options, await asks(options)]).toEqual([options, 'runs']);
        for (const options of [
          { isolation: 'read committed' },
          { readOnly: true },
          { deferrable: true },
          { timeout: 5 },
        ])
          expect([options, await asks(options)]).toEqual([options, 'query/transaction-option']);
      },
      { on: db, isolation: 'serializable' },
    );
  });

  test('in a transaction that Drizzle began', async () => {
    await db.transaction(async (tx) => {
      await withTransaction(
        async (inner) => {
          await add(inner, 1);
        },
        { on: tx },
      );
      const fails = withTransaction(
        async (inner) => {
          await add(inner, 2);
          throw stop;
        },
        { on: tx },
      );
      await expect(fails).rejects.toBe(stop);
      const ambient = withTransaction(() => Promise.resolve(), { on: tx, ambient: true });
      await expect(ambient).rejects.toMatchObject({ code: 'query/transaction-option' });
    });
    expect(await ids()).toEqual([1]);
  });
});
