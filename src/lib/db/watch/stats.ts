import type { LazyPool } from '../../../postgres/pool.ts';
import type { Durations, QueryTimes } from './counters.ts';
import { WatchedPool } from './pool.ts';

/** Connections of a pool at this moment. */
export interface PoolCounts {
  readonly total: number;
  readonly idle: number;
  /** Callers that wait for one. */
  readonly waiting: number;
  readonly max: number;
}

/** What a pool has done since it was made. */
export interface Stats {
  readonly since: Date;
  readonly pool: PoolCounts;
  /** Connections opened and closed. */
  readonly connections: { readonly opened: number; readonly closed: number };
  /** How many queries ended, begin and commit among them, and how long they took. */
  readonly queries: QueryTimes;
  /** How many of them failed, and how many got no connection. */
  readonly failed: number;
  /** The same by SQLSTATE, or by the code of the Problem. */
  readonly errors: Readonly<Record<string, number>>;
  /** How long callers waited for a connection. */
  readonly waits: Durations;
}

/** How many connections a pool has. */
export function poolCounts({ totalCount, idleCount, waitingCount, options }: LazyPool): PoolCounts {
  return { total: totalCount, idle: idleCount, waiting: waitingCount, max: options.max };
}

/** A snapshot of what a pool has done, or nothing for a pool that is not one of ours. */
export function statsOf(pool: LazyPool): Stats | undefined {
  if (!(pool instanceof WatchedPool)) return undefined;
  const { counters } = pool.watch;
  const { since, opened, closed, failed } = counters;
  return {
    since,
    pool: poolCounts(pool),
    connections: { opened, closed },
    queries: counters.queryTimes(),
    failed,
    errors: counters.errors(),
    waits: counters.waits(),
  };
}
