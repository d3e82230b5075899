import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { Problem } from '../../problem.ts';

/** The lock's number: one for each history table of a database. */
const KEY = `hashtextextended('keelson.migrations ' || $1, 0)`;

const TRY = `select pg_try_advisory_lock(${KEY}) as taken`;

const FREE = `select pg_advisory_unlock(${KEY}) as freed`;

/** A lock of 64 bits is shown in two halves. */
const HOLDER = `
select a.pid, a.usename as role, nullif(a.application_name, '') as application,
  case when a.backend_start is null then null else coalesce(host(a.client_addr), 'this machine') end as address, a.backend_start as since
from pg_locks l
join pg_stat_activity a on a.pid = l.pid
where l.locktype = 'advisory' and l.granted and l.objsubid = 1
  and l.database = (select oid from pg_database where datname = current_database())
  and (l.classid::bigint << 32 | l.objid::bigint) = ${KEY}
order by a.pid`;

/** Who has the lock, as its session tells. */
export interface LockHolder {
  readonly pid: number;
  readonly role: string;
  readonly application: string | null;
  /** Null where this role is not told of others' sessions. */
  readonly address: string | null;
  readonly since: Date | null;
}

/** How to wait for the lock. */
export interface LockOptions {
  /** The history table, in full: `public.knex_migrations`. */
  readonly history: string;
  /** How many seconds to wait for another deploy. */
  readonly seconds: number;
  readonly signal: AbortSignal;
  /** Called when another one has it, and every few seconds while it does. */
  readonly onWait?: ((holder: LockHolder | undefined, waited: number) => void) | undefined;
}

/** Between two tries: a deployer who waited in the server would stand in the way of concurrent index builds. */
const PAUSE_MS = 100;

/**
 * Takes the lock on the session that will migrate, so that the server frees it when that session ends, however it
 * ends. Waits by trying again.
 */
export async function takeLock(
  client: Client,
  { history, seconds, signal, onWait }: LockOptions,
): Promise<void> {
  const start = performance.now();
  let said = 0;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(TRY, [history]);
    if (rows[0]?.taken === true) return;
    const waited = (performance.now() - start) / 1000;
    if (waited >= said) {
      onWait?.(await lockHolder(client, history), waited);
      said = Math.max(waited * 2, 2);
    }
    if (waited >= seconds) throw locked(await lockHolder(client, history), seconds);
    await sleep(PAUSE_MS, undefined, { signal });
  }
}

/** Gives it back. That it was still there is verified: without it two deploys may have run at once. */
export async function freeLock(client: Client, history: string): Promise<void> {
  const { rows } = await client.query<{ freed: boolean }>(FREE, [history]);
  if (rows[0]?.freed === true) return;
  throw new Problem({
    code: 'migrations/lock-lost',
    what: 'the lock that keeps other deploys away was gone before this one ended',
    why: 'something between here and the server changes sessions, or a migration freed all advisory locks',
    fix: 'look at npm run db:migrate:status, and connect to the server itself rather than to a pooler',
  });
}

/** Who holds it, or undefined when nobody does. */
export async function lockHolder(
  client: Pick<Client, 'query'>,
  history: string,
): Promise<LockHolder | undefined> {
  return (await client.query<LockHolder>(HOLDER, [history])).rows[0];
}

/** A holder in words. */
export function describeHolder(holder: LockHolder | undefined): string {
  if (holder === undefined) return 'another deploy';
  const { pid, role, application, address, since } = holder;
  const from = address === null ? '' : ` from ${address}`;
  const connected = since === null ? '' : `, connected since ${since.toISOString()}`;
  return `${application ?? 'a session'} of ${role}${from} (process ${pid} of the server)${connected}`;
}

function locked(holder: LockHolder | undefined, seconds: number): Problem {
  return new Problem({
    code: 'migrations/locked',
    what: `another deploy holds the lock after ${seconds} s of waiting: ${describeHolder(holder)}`,
    why: 'two at once could run a migration twice; this one has run none',
    fix: `wait for it, or wait longer: --lock-wait 3600${holder === undefined ? '' : `; to end it: select pg_terminate_backend(${holder.pid})`}`,
  });
}
