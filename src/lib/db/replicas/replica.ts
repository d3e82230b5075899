import { setTimeout as sleep } from 'node:timers/promises';
import { LazyPool } from '../../../postgres/pool.ts';
import { describeHost, hostsOf } from '../../../postgres/hosts.ts';
import { withSettings } from '../../../postgres/settings.ts';
import type { ConnectionSettings } from '../../../postgres/settings.ts';
import type { Progress } from './progress.ts';
import { within } from '../within.ts';
import { readWalPosition } from './wal-position.ts';
import type { WalPosition } from './wal-position.ts';

const LOOK = `
  select pg_is_in_recovery() as standby, pg_last_wal_replay_lsn()::text as replayed,
         extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float8 * 1000 as "sinceLast"`;

interface Looked {
  readonly standby: boolean;
  readonly replayed: string | null;
  readonly sinceLast: number | null;
}

/** What decides whether a replica may be read from. */
export interface Limits {
  readonly maxLagMs: number;
  /** How long what was seen of a replica counts. */
  readonly checkMs: number;
  /** How long a read waits to hear of one before it goes elsewhere. */
  readonly patienceMs: number;
}

/** A replica as it was last seen. */
export interface ReplicaState {
  readonly host: string;
  /** Whether reads go there. */
  readonly fit: boolean;
  /** Milliseconds; undefined when that is not known. */
  readonly lagMs: number | undefined;
  /** Why not. */
  readonly reason: string | undefined;
}

/** A server to read from, and what is known of it. It is looked at when somebody wants to read, never by a timer. */
export class Replica {
  readonly pool: LazyPool;
  readonly weight: number;
  readonly #watch: LazyPool;
  readonly #progress: Progress;
  readonly #limits: Limits;
  #seenAt = -Infinity;
  #reason: string | undefined = 'it was not asked yet';
  #lagMs: number | undefined;
  #replayed: WalPosition = 0n;
  #looking: Promise<void> | undefined;

  constructor(given: {
    readonly settings: ConnectionSettings;
    readonly pool: LazyPool;
    readonly weight: number;
    readonly progress: Progress;
    readonly limits: Limits;
  }) {
    const { settings, pool, weight, progress, limits } = given;
    this.pool = pool;
    this.weight = weight;
    this.#progress = progress;
    this.#limits = limits;
    // Of its own, so that a pool with all its connections in use is not taken for a server that is gone.
    this.#watch = new LazyPool({
      settings: withSettings(settings, {
        timeouts: { ...settings.timeouts, connect: Math.max(limits.patienceMs, 1000) },
      }),
      limits: { max: 1 },
    });
  }

  get state(): ReplicaState {
    const { settings } = this.pool;
    const host = hostsOf(settings).map(describeHost).join(',');
    return { host, fit: this.#reason === undefined, lagMs: this.#lagMs, reason: this.#reason };
  }

  /** Whether reads may go there now; asks it first where what is known of it is old. */
  async isFit(): Promise<boolean> {
    const age = performance.now() - this.#seenAt;
    if (age >= this.#limits.checkMs) {
      const looking = this.look();
      // One that was gone is waited for by nobody: it comes back when it has answered.
      const isWaitedFor = this.#reason === undefined || this.#seenAt === -Infinity;
      if (!isWaitedFor || !(await within(looking, this.#limits.patienceMs))) return false;
    }
    return this.#reason === undefined;
  }

  /** Takes it out for that reason, until it has answered again. */
  fail(error: unknown): void {
    this.#reason = (error as Error).message.split('\n')[0] ?? '';
    this.#lagMs = undefined;
    this.#seenAt = performance.now();
  }

  /** Whether it has all that was written before the mark, or has it within the time. */
  async reaches(mark: WalPosition, waitMs: number): Promise<boolean> {
    const deadline = performance.now() + waitMs;
    for (let pause = 1; this.#replayed < mark; pause = Math.min(pause * 2, 20)) {
      await within(this.look(), Math.max(0, deadline - performance.now()));
      if (this.#replayed >= mark) break;
      if (this.#reason !== undefined || performance.now() + pause > deadline) return false;
      await sleep(pause);
    }
    return this.#reason === undefined;
  }

  /** Asks it how it is; many who want to know ask once. */
  async look(): Promise<void> {
    this.#looking ??= this.#ask().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
  }

  async end(): Promise<void> {
    await Promise.all([this.pool, this.#watch].map(async (pool) => (pool.ending ? undefined : pool.end())));
  }

  async #ask(): Promise<void> {
    const { maxLagMs, patienceMs } = this.#limits;
    try {
      // First the primary, so that what it writes meanwhile does not count.
      if (maxLagMs !== Infinity) await within(this.#progress.look(), patienceMs / 2);
      const look = { text: LOOK, query_timeout: Math.max(patienceMs, 1000) };
      const [seen] = (await this.#watch.query<Looked>(look)).rows;
      if (seen === undefined) return;
      this.#replayed = readWalPosition(seen.replayed) ?? 0n;
      this.#lagMs =
        maxLagMs === Infinity ? undefined : this.#progress.lagOf(this.#replayed, seen.sinceLast ?? undefined);
      this.#reason = !seen.standby
        ? 'it is no standby'
        : (this.#lagMs ?? 0) > maxLagMs
          ? `it is ${Math.round(this.#lagMs ?? 0)} ms behind`
          : undefined;
      this.#seenAt = performance.now();
    } catch (error) {
      this.fail(error);
    }
  }
}
