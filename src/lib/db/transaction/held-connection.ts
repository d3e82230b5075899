import type { Pool, PoolClient } from 'pg';
import { Problem } from '../../../problem.ts';
import { commitUnknown, lost, noTimeout } from './problems.ts';

/** SQLSTATEs by which Postgres asks to run a transaction again: a serialization failure, a deadlock. */
const CONFLICTS: ReadonlySet<unknown> = new Set(['40001', '40P01']);
const UNKNOWN_SETTING = '42704';
/** It is not known what became of the statement: 40003, and all of class 08. */
const UNKNOWN = /^(?:40003|08...)$/;

/** A connection that one transaction has to itself, from the pool and back to it. */
export class HeldConnection {
  readonly client: PoolClient;
  /** Undefined where somebody else began the transaction. */
  readonly pool: Pool | undefined;
  /** Why it cannot be used any more. */
  lost: Error | undefined;
  #isBroken = false;
  readonly #conflicts: unknown[] = [];

  constructor(client: PoolClient, pool?: Pool) {
    this.client = client;
    this.pool = pool;
    // Whoever has a connection of a pool hears of its end; without a listener the process would end with it.
    client.on('error', this.#lose);
  }

  /** Waits for a connection of its own. */
  static async from(pool: Pool): Promise<HeldConnection> {
    return await new Promise((resolve, reject) => {
      // Not awaited: what was read together with the answer to a log-in may be the end of the connection.
      pool.connect((error, client) => {
        if (client === undefined) reject(error ?? new Error('no connection'));
        else resolve(new HeldConnection(client, pool));
      });
    });
  }

  async begin(text: string): Promise<void> {
    try {
      await this.client.query(text);
    } catch (error) {
      if (this.lost !== undefined) throw lost(this.lost);
      throw sqlState(error) === UNKNOWN_SETTING ? noTimeout(error) : error;
    }
  }

  /** Whether the server says that it has committed: asked to commit what has failed, it rolls back. */
  async commit(): Promise<boolean> {
    try {
      const { command } = await this.client.query('COMMIT');
      return command !== 'ROLLBACK';
    } catch (error) {
      this.note(error);
      // Who answers after the error has told the outcome with it.
      const isKnown = !UNKNOWN.test(sqlState(error)) && (await this.rollBack());
      throw isKnown ? error : commitUnknown(error);
    }
  }

  /** Rolls back, if anybody is there to do it. A connection that cannot is thrown away. */
  async rollBack(text = 'ROLLBACK'): Promise<boolean> {
    if (this.lost !== undefined) return false;
    try {
      await this.client.query(text);
      return true;
    } catch {
      this.#isBroken = true;
      return false;
    }
  }

  /** Remembers what the server said, if it is why to run the transaction again. */
  note(error: unknown): void {
    if (CONFLICTS.has(sqlState(error))) this.#conflicts.push(error);
  }

  /** Whether it was thrown because of what the server said here, and not by another connection. */
  isConflict(thrown: unknown): boolean {
    if (this.#conflicts.length === 0) return false;
    // A Problem is an error that somebody has thought about already.
    for (let error = thrown, depth = 0; depth < 10 && !(error instanceof Problem); depth += 1) {
      if (this.#conflicts.includes(error)) return true;
      error = (error as { readonly cause?: unknown } | undefined | null)?.cause;
    }
    return false;
  }

  /** Gives it back to the pool, or throws it away where it is of no use to others. */
  giveBack(): void {
    if (this.pool !== undefined) this.client.release(this.#isBroken || this.lost !== undefined);
    // Not before: the pool listens again from here.
    this.client.removeListener('error', this.#lose);
  }

  readonly #lose = (error: Error): void => {
    this.lost ??= error;
  };
}

function sqlState(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}
