import type { Client } from 'pg';

const SET = `select set_config('lock_timeout', $1, false)`;

/**
 * Runs what waits for transactions that are older than itself for as long as they take: it keeps nobody waiting
 * meanwhile. What comes behind it does.
 */
export async function waitingForLocks<Result>(client: Client, run: () => Promise<Result>): Promise<Result> {
  const { rows } = await client.query<{ before: string }>(`select current_setting('lock_timeout') as before`);
  const [{ before }] = rows as [{ before: string }];
  await client.query(SET, ['0']);
  let result: Result;
  try {
    result = await run();
  } catch (error) {
    // What went wrong before matters more than a connection that may be lost.
    await client.query(SET, [before]).catch(() => undefined);
    throw error;
  }
  await client.query(SET, [before]);
  return result;
}
