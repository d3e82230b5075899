import type { LazyPool } from '../../../postgres/pool.ts';
import { readWalPosition } from './wal-position.ts';
import type { WalPosition } from './wal-position.ts';

const ASK = `select pg_current_wal_lsn()::text as position`;

/** As many looks as tell of some time back; older ones only say that a lag is long. */
const MOST = 64;

interface Seen {
  readonly at: number;
  readonly position: WalPosition;
}

/**
 * How far a primary has written, and when: by this, and by one clock, it is told how far behind a standby is. The time of
 * the last replayed transaction would call a standby late whose primary has nothing to do.
 */
export class Progress {
  readonly #primary: LazyPool;
  readonly #maxAgeMs: number;
  #seen: Seen[] = [];
  #looking: Promise<void> | undefined;
  #askedAt = -Infinity;

  constructor(primary: LazyPool, maxAgeMs: number) {
    this.#primary = primary;
    this.#maxAgeMs = maxAgeMs;
  }

  /** Looks again unless that was just now. A primary that does not answer writes nothing either: what is known stands. */
  async look(): Promise<void> {
    if (performance.now() - this.#askedAt < this.#maxAgeMs) return;
    this.#looking ??= this.#ask().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
  }

  /** At most how many milliseconds a server is behind that has replayed so far; `sinceLast` is what it says itself. */
  lagOf(replayed: WalPosition, sinceLast: number | undefined): number {
    const newest = this.#seen.at(-1);
    if (newest === undefined || replayed >= newest.position) return 0;
    const had = this.#seen.findLast(({ position }) => position <= replayed);
    const known = had === undefined ? Infinity : performance.now() - had.at;
    return Math.max(0, Math.min(known, sinceLast ?? Infinity));
  }

  async #ask(): Promise<void> {
    const at = performance.now();
    try {
      const { rows } = await this.#primary.query<{ position: string }>(ASK);
      const position = readWalPosition(rows[0]?.position);
      if (position === undefined) return;
      // After a failover the log may have become shorter.
      this.#seen = [...this.#seen.filter((one) => one.position <= position), { at, position }].slice(-MOST);
    } catch {
      // Its own queries tell of it.
    } finally {
      this.#askedAt = performance.now();
    }
  }
}
