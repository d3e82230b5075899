import { createHash } from 'node:crypto';
import type { Client } from 'pg';

/*
 * A lease is an advisory lock of the session that made a database: whatever becomes of the process, it ends with
 * the session, and nobody has to guess whether a database is still used. It is taken before the database exists
 * and given back after it is gone, so a database without a lease is one that was left behind.
 */
const TAKE = 'select pg_try_advisory_lock($1) as taken';
const GIVE_BACK = 'select pg_advisory_unlock($1)';
// Advisory locks count within one database; the view shows those of all, and whoever came by another one counts.
const HELD = `
  select (classid::bigint << 32 | objid::bigint)::text as key
    from pg_locks
   where locktype = 'advisory' and objsubid = 1 and granted
   order by 1`;

/** Takes the lease of a name for this session. False when another session has it. */
export async function takeLease(client: Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(TAKE, [leaseKey(name)]);
  return rows[0]?.taken === true;
}

/** Gives it back before the session ends. */
export async function giveBackLease(client: Client, name: string): Promise<void> {
  await client.query(GIVE_BACK, [leaseKey(name)]);
}

/** Tells of each name whether somebody has its lease now. */
export async function readLeases(client: Client): Promise<(name: string) => boolean> {
  const { rows } = await client.query<{ key: string }>(HELD);
  const held = new Set(rows.map(({ key }) => key));
  return (name) => held.has(leaseKey(name));
}

/** 64 bits of the name, as the signed number that Postgres takes. */
function leaseKey(name: string): string {
  return createHash('sha256').update(name).digest().readBigInt64BE().toString();
}
