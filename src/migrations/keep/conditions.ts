import type { Client } from 'pg';
import { Problem } from '../../problem.ts';

/** Sees to it that the server counts what a transaction does to rows: it is by these numbers that a loss is seen. */
export async function countingChanges(client: Client): Promise<void> {
  const { rows } = await client.query<{ counts: boolean }>(
    `select current_setting('track_counts')::boolean as counts`,
  );
  if (rows[0]?.counts === true) return;
  try {
    await client.query('set local track_counts = on');
  } catch (error) {
    throw cannotKeep('track_counts is off, and this role may not switch it on', error);
  }
}

/**
 * Lets `use` read all rows of every table: a policy that hides some from the owner would hide them from us too, and
 * Postgres refuses instead.
 */
export async function seeingAllRows<Result>(client: Client, use: () => Promise<Result>): Promise<Result> {
  const { rows } = await client.query<{ was: string }>(`select current_setting('row_security') as was`);
  await client.query('set local row_security = off');
  try {
    const result = await use();
    await client.query(`set local row_security = ${rows[0]?.was ?? 'on'}`);
    return result;
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message?: string };
    if (code === '42501') throw cannotKeep(message ?? '', error);
    throw error;
  }
}

function cannotKeep(what: string, cause: unknown): Problem {
  return new Problem({
    code: 'migrations/cannot-keep',
    what: `what this down destroys cannot be seen or set aside: ${what}`,
    why: 'its rows would be gone for good; nothing of it has been taken back',
    fix: 'roll back as a role that may, or with --discard where the rows may go',
    cause,
  });
}
