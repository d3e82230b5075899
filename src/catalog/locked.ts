import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { Problem } from '../problem.ts';

/**
 * Who has a table of this database to himself, or waits for that, so that others wait in turn. The owner of a prepared
 * transaction is no process.
 */
const HOLDERS = `
SELECT format('%I.%I by %s', n.nspname, c.relname,
  coalesce('process ' || l.pid || coalesce(' of ' || a.usename, ''), 'a prepared transaction')) AS held
FROM pg_catalog.pg_locks l
JOIN pg_catalog.pg_database d ON d.oid = l.database AND d.datname = current_database()
JOIN pg_catalog.pg_class c ON c.oid = l.relation
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
  AND l.pid IS DISTINCT FROM pg_backend_pid() AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'i')
ORDER BY 1
LIMIT 5`;

/** A pause between two tries: another transaction is given the time to end. */
const PAUSE_MS = 100;

/**
 * Runs `use` by way of `attempt`, again and again while it fails since another transaction holds a lock; a Problem that
 * says which one when that takes too long.
 */
export async function untilUnlocked<Result>(
  { client, patience }: { readonly client: ClientBase; readonly patience: number },
  attempt: (use: () => Promise<Result>) => Promise<Result>,
  use: () => Promise<Result>,
): Promise<Result> {
  const end = performance.now() + patience;
  for (;;) {
    const lock = { wasMet: false };
    try {
      return await attempt(async () => {
        try {
          return await use();
        } catch (error) {
          lock.wasMet = isLocked(error) && (await isAborted(client));
          throw error;
        }
      });
    } catch (error) {
      if (!lock.wasMet) throw error;
      if (performance.now() >= end) throw await locked(client, error);
    }
    await sleep(PAUSE_MS);
  }
}

/** Whether Postgres gave up waiting for somebody's lock. */
export function isLocked(error: unknown): boolean {
  return (error as { code?: unknown }).code === '55P03';
}

/** Whether it was this client that was refused something: `use` may look through another one as well. */
async function isAborted(client: ClientBase): Promise<boolean> {
  try {
    await client.query('SELECT');
    return false;
  } catch {
    return true;
  }
}

async function locked(client: ClientBase, cause: unknown): Promise<Problem> {
  const { rows } = await client.query<{ held: string }>(HOLDERS);
  const held = rows.map((row) => row.held).join(', ');
  return new Problem({
    code: 'catalog/locked',
    what: `the database cannot be looked at: ${held === '' ? 'a table is locked' : `locked are ${held}`}`,
    why: 'a transaction that changes a table keeps everybody from reading what it will be',
    fix: 'ask again when it has ended, or end it; lock_timeout of the connection says how long to wait for it',
    cause,
  });
}
