import type { Pool } from 'pg';
import { db } from '../client.ts';
import { currentDb, whereCurrent } from './ambient.ts';
import { handleOf, wayOf } from './handle.ts';
import type { AnySchema, AuthSchema, Nested, Queryable, Transaction } from './handle.ts';
import { HeldConnection } from './held-connection.ts';
import { Level } from './level.ts';
import { beginOf, requireSame, retriesOf } from './options.ts';
import type { TransactionOptions } from './options.ts';
import { ambientInDrizzles } from './problems.ts';
import { tellAttempts, waitToRetry } from './retry.ts';

type Work<Schema extends AnySchema, Result> = (transaction: Transaction<Schema>) => PromiseLike<Result>;

/**
 * Runs `fn` in a transaction: what it returns is committed, what it throws is rolled back and thrown. After a serialization
 * failure or a deadlock all of it is run again. On a transaction it is a savepoint.
 *
 *     await withTransaction(async (tx) => {
 *       await tx.update(accounts).set({ … }).where(eq(accounts.id, from));
 *       await tx.update(accounts).set({ … }).where(eq(accounts.id, to));
 *     }, { isolation: 'serializable' });
 */
export async function withTransaction<Result, Schema extends AnySchema = AuthSchema>(
  fn: Work<Schema, Result>,
  options: TransactionOptions<Schema> = {},
): Promise<Result> {
  const { on: given = db as unknown as Queryable<Schema>, ambient = false } = options;
  const on = ambient ? currentDb(given) : given;
  const way = wayOf(on);
  if ('pool' in way) return await retried(fn, on, way.pool, options);
  if ('level' in way) return await inSavepoint(fn, on, way.level.held, options, way.level);
  if (ambient) throw ambientInDrizzles();
  const held = new HeldConnection(way.client);
  try {
    return await inSavepoint(fn, on, held, options);
  } finally {
    held.giveBack();
  }
}

async function retried<Result, Schema extends AnySchema>(
  fn: Work<Schema, Result>,
  on: Queryable<Schema>,
  pool: Pool,
  options: TransactionOptions<Schema>,
): Promise<Result> {
  const [begin, retries] = [beginOf(options), retriesOf(options)];
  for (let attempt = 1; ; attempt += 1) {
    const held = await HeldConnection.from(pool);
    try {
      return await once(fn, on, held, begin, options);
    } catch (error) {
      if (!held.isConflict(error)) throw error;
      if (attempt > retries) {
        tellAttempts(error, attempt);
        throw error;
      }
      await waitToRetry(attempt, error, options.onRetry);
    }
  }
}

async function once<Result, Schema extends AnySchema>(
  fn: Work<Schema, Result>,
  on: Queryable<Schema>,
  held: HeldConnection,
  begin: string,
  options: TransactionOptions<Schema>,
): Promise<Result> {
  const level = new Level(held, options, options.ambient === true);
  try {
    await held.begin(begin);
    const result = await run(fn, on, level);
    await level.commit();
    return result;
  } catch (error) {
    await level.rollBack();
    throw error;
  } finally {
    held.giveBack();
  }
}

async function inSavepoint<Result, Schema extends AnySchema>(
  fn: Work<Schema, Result>,
  on: Queryable<Schema>,
  held: HeldConnection,
  options: TransactionOptions<Schema>,
  around?: Level,
): Promise<Result> {
  const mode = around?.mode ?? {};
  requireSame(options, mode);
  const level = new Level(held, mode, options.ambient === true, around, (around?.depth ?? 0) + 1);
  try {
    await level.setSavepoint();
    return await released(fn, on, level);
  } finally {
    level.end();
  }
}

async function released<Result, Schema extends AnySchema>(
  fn: Work<Schema, Result>,
  on: Queryable<Schema>,
  level: Level,
): Promise<Result> {
  try {
    const result = await run(fn, on, level);
    await level.release();
    return result;
  } catch (error) {
    await level.rollBackToSavepoint();
    throw error;
  }
}

async function run<Result, Schema extends AnySchema>(
  fn: Work<Schema, Result>,
  on: Queryable<Schema>,
  level: Level,
): Promise<Result> {
  const handle = handleOf<Schema>(on, level, nested);
  if (!level.isAmbient) return await fn(handle);
  return await whereCurrent(level.held.pool, handle, async () => await fn(handle));
}

const nested: Nested = async (on, fn) => await withTransaction(fn, { on });
