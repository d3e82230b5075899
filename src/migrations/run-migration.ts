import type { Knex } from 'knex';
import { Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';
import type { MigrationFile } from './migration-folder.ts';
import type { MigrationSession } from './session/session.ts';

/** Which way a migration is run. */
export type Direction = 'up' | 'down';

/** A migration that is loaded. */
export interface LoadedMigration extends MigrationFile {
  readonly migration: Knex.Migration;
}

/** What is to be written with a migration, in its own transaction. */
export interface Bookkeeping {
  /** One statement for Knex's table and ours. */
  readonly text: (milliseconds: number) => { readonly sql: string; readonly values: readonly unknown[] };
  /** Runs the migration's function, and what is to be done around it in the same transaction. */
  readonly around?: (run: () => Promise<void>) => Promise<void>;
}

/** What the knexfile wants to be done around migrations. */
export function hooksOf({ migrations }: Knex.Config): Knex.MigratorConfigWithLifecycleHooks {
  return migrations ?? {};
}

/** Whether a migration asks for no transaction, or the knexfile does so for all. */
export function isTransactional({ migration }: LoadedMigration, { migrations }: Knex.Config): boolean {
  const { config } = migration as { config?: { transaction?: boolean } };
  return config?.transaction ?? migrations?.disableTransactions !== true;
}

/** Runs a migration's function in a transaction in which its record is written too. */
export async function runInTransaction(
  session: MigrationSession,
  loaded: LoadedMigration,
  direction: Direction,
  bookkeeping: Bookkeeping,
): Promise<number> {
  const { knex } = await session.knex();
  const start = performance.now();
  return await knex.transaction(async (trx) => {
    const began = await transactionOf(trx);
    const run = async (): Promise<void> => {
      await runFunction(session, loaded, direction, trx);
      const now = await transactionOf(trx).catch((error: unknown) => {
        throw (error as { code?: string }).code === '25P02' ? swallowed(loaded, direction) : error;
      });
      if (now !== began) throw ended(loaded, direction);
    };
    if (bookkeeping.around === undefined) await run();
    else await bookkeeping.around(run);
    const milliseconds = performance.now() - start;
    const { sql, values } = bookkeeping.text(milliseconds);
    await session.client.query(sql, [...values]);
    return milliseconds;
  });
}

/** Runs up or down and sees to it that all it began is done when it returns. */
export async function runFunction(
  session: MigrationSession,
  loaded: LoadedMigration,
  direction: Direction,
  knex: Knex,
): Promise<void> {
  const { gate } = session;
  const builders = await session.knex();
  builders.begin();
  const { beforeEach, afterEach } = hooksOf(session.config);
  await session.around(session, loaded, async () => {
    await beforeEach?.(knex, [loaded]);
    await loaded.migration[direction]?.(knex);
    await afterEach?.(knex, [loaded]);
  });
  // What was begun and not awaited has got as far as its connection by then.
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  const begun = gate.pending > 0;
  await gate.settle();
  const forgotten = builders.forgotten();
  if (!begun && forgotten.length === 0) return;
  throw new Problem({
    code: 'migrations/forgotten-await',
    what: `${direction} of ${shownPath(loaded.file)} returned before its work was done: ${begun ? 'a statement was still running' : `never run: ${forgotten.join(', ')}`}`,
    why: 'what is not awaited may run after the transaction, in another migration, or not at all, and its errors are lost',
    fix: 'put await before every statement of the migration',
  });
}

async function transactionOf(trx: Knex): Promise<string> {
  const { rows } = await trx.raw<{ rows: { id: string }[] }>('select pg_current_xact_id()::text as id');
  return rows[0]?.id ?? '';
}

function ended({ file }: LoadedMigration, direction: Direction): Problem {
  return new Problem({
    code: 'migrations/own-transaction',
    what: `${direction} of ${shownPath(file)} ended the transaction that it runs in`,
    why: 'what it did is there, without its record: a commit in a migration takes away that either both happen or neither',
    fix: 'take COMMIT and ROLLBACK out of it, or say export const config = { transaction: false }',
  });
}

function swallowed({ file }: LoadedMigration, direction: Direction): Problem {
  return new Problem({
    code: 'migrations/swallowed-error',
    what: `${direction} of ${shownPath(file)} caught an error of the database and went on`,
    why: 'Postgres undoes the whole transaction after an error, so that nothing of the migration would be there',
    fix: 'let the error through, or put what may fail in a savepoint: await knex.transaction(async (inner) => …)',
  });
}
