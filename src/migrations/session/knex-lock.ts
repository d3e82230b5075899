import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { Problem } from '../../problem.ts';
import type { HistoryTable } from '../history.ts';

/** Whoever might be a stock Knex that migrates. */
const OTHERS = `
select count(*)::int as count from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and coalesce(application_name, '') not like 'keelson%'
  -- Of sessions of other roles not everybody is told what they are.
  and coalesce(backend_type, 'client backend') = 'client backend'`;

/** What stands in Knex's lock while we migrate: to a stock Knex as good as its own 1, to us a sign of who it was. */
const OURS = 2;

/** How to wait for a stock Knex. */
export interface KnexLockOptions {
  readonly seconds: number;
  /** Whether one that is nobody's may be taken away; otherwise it only counts as free. */
  readonly mayFree: boolean;
  readonly signal: AbortSignal;
  readonly onNotice?: ((notice: string) => void) | undefined;
}

/**
 * Waits until no stock Knex has its lock, a row with a flag that outlives whoever set it. One that certainly belongs
 * to nobody any more is taken away, which is said.
 */
export async function awaitKnexLock(
  client: Client,
  table: HistoryTable,
  options: KnexLockOptions,
): Promise<void> {
  const start = performance.now();
  for (;;) {
    const state = await readLock(client, table);
    if (state === 'free') return;
    if (state === 'set' || state === 'ours') {
      // Whoever has our own lock knows that no other deploy of ours is alive.
      const dead =
        state === 'ours'
          ? 'a deploy that died had set it'
          : (await client.query<{ count: number }>(OTHERS)).rows[0]?.count === 0
            ? 'whoever set it is gone: no other session is connected'
            : undefined;
      if (dead !== undefined && !options.mayFree) return;
      if (dead !== undefined) {
        await setKnexLock(client, table, false);
        options.onNotice?.(`Knex's lock in ${lockTable(table)} was still set and is free again: ${dead}`);
        return;
      }
    }
    if ((performance.now() - start) / 1000 >= options.seconds) throw knexLocked(table, options.seconds);
    await sleep(200, undefined, { signal: options.signal });
  }
}

/** Says to a stock Knex that somebody migrates, or does so no more. Its table must have exactly one row. */
export async function setKnexLock(client: Client, table: HistoryTable, isLocked: boolean): Promise<void> {
  const name = lockTable(table);
  const { rowCount } = await client.query(`update ${name} set is_locked = $1`, [isLocked ? OURS : 0]);
  if (rowCount === 1) return;
  await client.query(
    // One message is one transaction.
    `delete from ${name}; insert into ${name} (is_locked) values (${isLocked ? OURS : 0})`,
  );
}

/** A stock Knex that migrates all in one transaction holds the row itself, and the flag is not seen yet. */
async function readLock(client: Client, table: HistoryTable): Promise<'free' | 'set' | 'ours' | 'held'> {
  try {
    const { rows } = await client.query<{ value: number | null }>(
      `select is_locked as value from ${lockTable(table)} for update nowait`,
    );
    // No row, several, or one without a value say nothing: to a stock Knex they would be a lock for ever.
    const values = rows.map(({ value }) => value ?? 0).filter((value) => value !== 0);
    if (values.length === 0) return 'free';
    return values.every((value) => value === OURS) ? 'ours' : 'set';
  } catch (error) {
    if ((error as { code?: string }).code === '55P03') return 'held';
    throw error;
  }
}

function lockTable({ schema, name }: HistoryTable): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(`${name}_lock`)}`;
}

function knexLocked(table: HistoryTable, seconds: number): Problem {
  return new Problem({
    code: 'migrations/knex-locked',
    what: `Knex's lock in ${lockTable(table)} is set after ${seconds} s of waiting`,
    why: 'a stock knex migrates at this moment, or one died while it did; no migration has been run',
    fix: 'wait for the other one; if there is none, npx knex migrate:unlock frees the lock',
  });
}
