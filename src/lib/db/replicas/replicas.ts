import { withReplicas } from 'drizzle-orm/pg-core';
import type { PgWithReplicas } from 'drizzle-orm/pg-core';
import type { LazyPool } from '../../../postgres/pool.ts';
import type { ConnectionSettings } from '../../../postgres/settings.ts';
import { Progress } from './progress.ts';
import { ReadPool } from './read-pool.ts';
import { Replica } from './replica.ts';
import type { ReplicaState } from './replica.ts';
import { requireWalPosition } from './wal-position.ts';

/** Where reads go, and when they do not. */
export interface ReplicaOptions {
  /** How far behind a replica may be; Infinity for any. By default 10,000 ms. */
  readonly maxLagMs?: number;
  /** How long it counts what was seen of a replica. By default 1,000 ms. */
  readonly checkMs?: number;
  /** How long a read waits to hear how a replica is. By default 500 ms. */
  readonly patienceMs?: number;
}

/** A replica, and how many of the reads it gets: twice the weight, twice as many. */
export interface WeightedReplica {
  readonly url: string;
  /** By default 1. */
  readonly weight?: number;
}

/** What a client with replicas is made of. */
interface Made<Client> {
  readonly primary: Client & { readonly $client: LazyPool };
  readonly list: () => readonly { readonly settings: ConnectionSettings; readonly weight?: number }[];
  readonly options: ReplicaOptions;
  readonly openPool: (settings: ConnectionSettings) => LazyPool;
  /** A client of the same kind over another pool. */
  readonly over: (pool: LazyPool) => Client;
}

/** By the pool of its primary, where a client reads. */
const READS = new WeakMap<object, ReadPool>();

/** Drizzle's own routing between a primary and what chooses among its replicas. */
export function replicated<Client extends object>({
  primary,
  list,
  options: { maxLagMs = 10_000, checkMs = 1000, patienceMs = 500 },
  openPool,
  over,
}: Made<Client>): PgWithReplicas<Client> {
  const pool = primary.$client;
  const progress = new Progress(pool, checkMs / 2);
  const limits = { maxLagMs, checkMs, patienceMs };
  const reads = new ReadPool(pool, () =>
    list().map(
      ({ settings, weight = 1 }) =>
        new Replica({ settings, pool: openPool(settings), weight, progress, limits }),
    ),
  );
  READS.set(pool, reads);
  const route = withReplicas as unknown as (primary: Client, replicas: [Client]) => object;
  const routed = route(primary, [over(reads as unknown as LazyPool)]);
  // Drizzle copies the properties alone; with its kind, `is` and `instanceof` know it as what it is.
  Object.setPrototypeOf(routed, Object.getPrototypeOf(primary) as object);
  return routed as PgWithReplicas<Client>;
}

/** Something whose pool is that of a primary. */
interface Primary {
  readonly $client: LazyPool;
}

/** How each replica of a client was when it was last looked at. */
export function replicaStates({ $client }: Primary): readonly ReplicaState[] {
  return READS.get($client)?.replicas.map(({ state }) => state) ?? [];
}

/** Closes the pools of the replicas. */
export async function endReplicas({ $client }: Primary): Promise<void> {
  await READS.get($client)?.end();
}

// What a transaction that does not wait for the disk has written may not be in the log that is written out.
const MARK = `
  select case current_setting('synchronous_commit') when 'off' then pg_current_wal_insert_lsn()
         else pg_current_wal_lsn() end::text as mark`;

/**
 * A mark of all that was committed on the primary until now: a short text, for a cookie or a header. Ask for it when the
 * transaction has ended.
 */
export async function writeMark({ $client }: Primary): Promise<string> {
  const { rows } = await $client.query<{ mark: string }>(MARK);
  return rows[0]?.mark ?? '0/0';
}

export interface ReadAfterOptions {
  /** How long a read waits for its replica before it goes to the primary. By default 100 ms. */
  readonly waitMs?: number;
}

/**
 * Runs `use`, in which every read of the client, prepared ones too, sees what was written before the mark: on a replica that has
 * it, or on the primary. Without a mark, or without replicas, it is as ever.
 */
export async function readAfter<Result>(
  { $client }: Primary,
  mark: string | undefined,
  use: () => Promise<Result>,
  { waitMs = 100 }: ReadAfterOptions = {},
): Promise<Result> {
  const position = mark === undefined ? undefined : requireWalPosition(mark);
  const reads = READS.get($client);
  if (position === undefined || reads === undefined) return await use();
  return await reads.after({ mark: position, waitMs }, use);
}
