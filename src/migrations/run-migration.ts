import type { Knex } from 'knex';
import type { QueryConfig } from 'pg';
import { Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';
import type { MigrationFile } from './migration-folder.ts';
import type { MigrationSession } from './session/session.ts';
import { unfinished } from './session/unfinished.ts';
import { firstWord } from './steps/transaction-words.ts';

/** Which way a migration is run. */
export type Direction = 'up' | 'down';

/** A migration that is loaded. */
export interface LoadedMigration extends MigrationFile {
  readonly migration: Knex.Migration;
}

/** What is to be written with a migration, in its own transaction. */
export interface Bookkeeping {
  /** One statement for Knex's table and ours, in which `literal` writes the values. */
  readonly text: (milliseconds: number, literal: (value: string) => string) => string;
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
  const { client, gate } = session;
  const { knex } = await session.knex();
  const start = performance.now();
  let running: Promise<unknown> | undefined;
  const tried = { commit: false, rollback: false };
  // The engine's own commit comes with the record.
  const refuseCommit = async (config: QueryConfig): Promise<unknown> => {
    if (!/^(?:commit|end)$/.test(firstWord(config.text))) {
      const result = await gate.execute(config);
      tried.rollback ||= /^\s*rollback\s*;?\s*$/i.test(config.text);
      return result;
    }
    tried.commit = true;
    throw ended(loaded, direction);
  };
  try {
    const transaction = async (trx: Knex.Transaction): Promise<number | undefined> => {
      gate.begin();
      gate.send = refuseCommit;
      const run = async (): Promise<void> => {
        await runFunction(session, loaded, direction, trx);
        if (gate.hasEnded || tried.commit) throw ended(loaded, direction);
        if (gate.hasFailed) throw swallowed(loaded, direction);
        // What comes behind it, and its record, is the deploy's, whoever the migration became.
        if (gate.maySetRole) await client.query('reset session authorization; reset role');
      };
      if (bookkeeping.around === undefined) await run();
      else await bookkeeping.around(run);
      const milliseconds = performance.now() - start;
      const record = bookkeeping.text(milliseconds, (value) => client.escapeLiteral(value));
      gate.send = undefined;
      if (session.isRehearsal) await client.query(record);
      else gate.send = async (config) => await commitWith(session, record, config);
      return milliseconds;
    };
    const took = await knex.transaction(async (trx) => {
      const run = transaction(trx);
      running = run;
      return await run;
    });
    // Knex takes a call of rollback() or commit() for something that was wanted, and goes on.
    if (took === undefined) throw ended(loaded, direction);
    return took;
  } catch (error) {
    // Knex calls a transaction over that was told to commit, while its function goes on.
    await running?.catch(() => undefined);
    if (!tried.commit) throw error;
    if (!tried.rollback && session.isAlive()) await client.query('rollback');
    throw ended(loaded, direction);
  } finally {
    gate.send = undefined;
  }
}

/**
 * The record goes with the commit in one message, and so does what sets the session back for the next migration. The
 * commit need not wait for the disk: a server that crashes loses whole migrations, and the deploy's last record waits.
 */
async function commitWith(
  { client, gate, restoring }: MigrationSession,
  record: string,
  config: QueryConfig,
): Promise<unknown> {
  if (!/^\s*commit\b/i.test(config.text)) return await gate.execute(config);
  try {
    return await client.query(`${record}; set local synchronous_commit = off; commit; ${restoring}`);
  } catch (error) {
    if (client.getTransactionStatus() !== 'I') await client.query('rollback');
    throw error;
  }
}

/** Runs up or down and sees to it that all it began is done when it returns. */
export async function runFunction(
  session: MigrationSession,
  loaded: LoadedMigration,
  direction: Direction,
  knex: Knex,
): Promise<void> {
  const builders = await session.knex();
  builders.begin();
  const { beforeEach, afterEach } = hooksOf(session.config);
  await session.around(session, loaded, async () => {
    await beforeEach?.(knex, [loaded]);
    await runAny(loaded.migration, direction, knex);
    await afterEach?.(knex, [loaded]);
  });
  const left = await unfinished(session.gate, builders);
  if (left === undefined) return;
  throw new Problem({
    code: 'migrations/forgotten-await',
    what: `${direction} of ${shownPath(loaded.file)} returned before its work was done: ${left}`,
    why: 'what is not awaited may run after the transaction, in another migration, or not at all, and its errors are lost',
    fix: 'put await before every statement of the migration',
  });
}

/** Knex takes a rejection without a reason for no failure. */
async function runAny(migration: Knex.Migration, direction: Direction, knex: Knex): Promise<void> {
  try {
    await migration[direction]?.(knex);
  } catch (error) {
    throw error instanceof Error ? error : new Error(reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  return error === undefined || error === null
    ? 'it was rejected without a reason'
    : `it was rejected with ${JSON.stringify(error)}`;
}

function ended({ file }: LoadedMigration, direction: Direction): Problem {
  return new Problem({
    code: 'migrations/own-transaction',
    what: `${direction} of ${shownPath(file)} ended the transaction that it runs in, or tried to`,
    why: 'a migration and its record are one, so that either both are there or neither; it has no record',
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
