import type { PoolClient } from 'pg';
import type { LazyPool } from '../../../postgres/pool.ts';
import { Problem } from '../../../problem.ts';
import { poolCounts } from '../watch/index.ts';
import type { PoolCounts } from '../watch/index.ts';
import { appliedMigrations } from './migrations.ts';
import type { AppliedMigrations, HistoryOptions } from './migrations.ts';
import { isReplica, replicaLag } from './replica.ts';
import type { ReplicaLag } from './replica.ts';

export interface HealthOptions {
  /** How many milliseconds the answer may take, whatever the server and the pool do; by default 2,000. */
  readonly timeout?: number;
  /** Knex's history, which is looked at unless this is false. */
  readonly migrations?: HistoryOptions | false;
  /** How many milliseconds a standby may be behind and still be ready; by default as many as it is. */
  readonly maxLag?: number;
}

/** Whether a database can be asked, and what is known of it. */
export interface Health {
  readonly ready: boolean;
  /** Why it is not. */
  readonly problem?: Problem;
  /** How long a question to the server took, once there was a connection. */
  readonly latencyMs?: number;
  /** How long a connection of the pool was waited for. */
  readonly waitedMs?: number;
  readonly pool: PoolCounts;
  readonly migrations?: AppliedMigrations;
  /** Of a standby. */
  readonly replica?: ReplicaLag;
}

type Found = Omit<Health, 'ready' | 'pool'>;

const TIMEOUT_MS = 2000;

/** Asks the server of a pool, over a connection of the pool: what a request would need is what is tried. */
export async function health(pool: LazyPool, options: HealthOptions = {}): Promise<Health> {
  const { timeout = TIMEOUT_MS } = options;
  let timer: NodeJS.Timeout | undefined;
  const asking = new AbortController();
  const late = new Promise<Found>((resolve) => {
    timer = setTimeout(() => {
      const problem = noAnswer(pool, timeout);
      resolve({ problem });
      asking.abort(problem);
    }, timeout);
  });
  const found = await Promise.race([ask(pool, options, asking.signal), late]);
  clearTimeout(timer);
  const problem = found.problem ?? notReady(found, options);
  return Object.freeze({
    ...found,
    ready: problem === undefined,
    ...(problem !== undefined && { problem }),
    pool: poolCounts(pool),
  });
}

async function ask(pool: LazyPool, options: HealthOptions, signal: AbortSignal): Promise<Found> {
  const start = performance.now();
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    return { problem: error instanceof Problem ? error : failed(error) };
  }
  // It came too late to be of use here, and is as good as any.
  if (signal.aborted) {
    client.release();
    return {};
  }
  const waitedMs = performance.now() - start;
  try {
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Problem);
      });
    });
    return { waitedMs, ...(await Promise.race([look(client, options), aborted])) };
  } catch (error) {
    return { problem: error instanceof Problem ? error : failed(error) };
  } finally {
    // A connection on which nobody answered is good for nobody else.
    client.release(signal.aborted);
  }
}

async function look(client: PoolClient, { migrations = {} }: HealthOptions): Promise<Found> {
  const start = performance.now();
  const isStandby = await isReplica(client);
  const latencyMs = performance.now() - start;
  const applied = migrations === false ? undefined : await appliedMigrations(client, migrations);
  return {
    latencyMs,
    ...(applied !== undefined && { migrations: applied }),
    ...(isStandby && { replica: await replicaLag(client) }),
  };
}

function notReady({ migrations, replica }: Found, { maxLag }: HealthOptions): Problem | undefined {
  const pending = migrations?.pending ?? [];
  if (pending.length > 0)
    return new Problem({
      code: 'query/migrations-pending',
      what: `${pending.length} migrations that this build was made for are not applied, the first of them ${pending[0] ?? ''}`,
      why: 'its queries speak of tables and columns that may not be there',
      fix: 'npm run db:migrate, before this build takes requests',
    });
  if (maxLag === undefined || replica === undefined) return undefined;
  const { ms, isStreaming } = replica;
  if (isStreaming && ms !== undefined && ms <= maxLag) return undefined;
  return new Problem({
    code: 'query/replica-behind',
    what: isStreaming
      ? `the replica is ${ms === undefined ? 'an unknown time' : `${Math.round(ms)} ms`} behind, and ${maxLag} ms are allowed`
      : 'the replica receives nothing from its primary, so that nobody knows how far behind it is',
    why: 'what was written is not there yet for those who read here',
    fix: 'read from the primary until it has caught up; docs/operations.md says what is measured',
  });
}

function noAnswer(pool: LazyPool, timeout: number): Problem {
  const { total, idle, waiting, max } = poolCounts(pool);
  const isExhausted = total >= max && idle === 0;
  return new Problem({
    code: 'query/no-answer',
    what: isExhausted
      ? `no connection came free within ${timeout} ms: all ${max} of the pool are in use, and ${waiting} callers wait`
      : `the database did not answer within ${timeout} ms`,
    why: 'a request that needs it would wait as long',
    fix: isExhausted
      ? 'look for transactions that stay open and for slow queries; raise DATABASE_POOL_MAX if the server has room'
      : 'look whether the server runs and can be reached from here',
  });
}

function failed(cause: unknown): Problem {
  const { message } = cause as { readonly message?: unknown };
  return new Problem({
    code: 'query/unhealthy',
    what: `the database answered with an error: ${String(message)}`,
    fix: 'look at the log of the server',
    cause,
  });
}
