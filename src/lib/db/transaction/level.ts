import type { HeldConnection } from './held-connection.ts';
import type { Mode } from './options.ts';
import { aborted, ended, endedInside, lost, nestedOpen, unfinished } from './problems.ts';
import type { Problem } from '../../../problem.ts';

type Query = (...given: unknown[]) => unknown;

/**
 * A transaction, or a savepoint in one: what a handle sends its queries through. It takes them while it is open and no
 * savepoint in it is, and knows which have not been answered.
 */
export class Level {
  readonly held: HeldConnection;
  readonly mode: Mode;
  /** How many are around it. */
  readonly depth: number;
  /** Whether it is current for what its function calls. */
  readonly isAmbient: boolean;
  readonly #around: Level | undefined;
  #inner: Level | undefined;
  /** Closing: how it ends is being said to the server. Over: nothing may be said for it any more. */
  #state: 'open' | 'closing' | 'over' = 'open';
  #running = 0;
  /** What the server said when a query failed first. */
  #failure: unknown;

  constructor(held: HeldConnection, mode: Mode, isAmbient: boolean, around?: Level, depth = 0) {
    this.held = held;
    this.mode = mode;
    this.isAmbient = isAmbient || around?.isAmbient === true;
    this.#around = around;
    this.depth = depth;
    if (around !== undefined) {
      around.requireFree();
      around.#inner = this;
    }
  }

  /** As that of a pg client, which Drizzle and prepared statements take this for. */
  query(...given: unknown[]): unknown {
    const refused = this.#refused();
    if (refused !== undefined) return Promise.reject(refused);
    const { client } = this.held;
    const answer = (client.query as Query).apply(client, given) as Promise<unknown> | undefined;
    // A cursor or a stream answers to its reader.
    if (typeof answer?.then !== 'function') return answer;
    this.#running += 1;
    answer.then(this.#succeeded, this.#failed);
    return answer;
  }

  async commit(): Promise<void> {
    this.#requireDone();
    this.#state = 'over';
    if (!(await this.held.commit())) throw aborted(this.#failure);
  }

  async release(): Promise<void> {
    this.#requireDone();
    this.#state = 'closing';
    try {
      await this.held.client.query(`RELEASE SAVEPOINT ${this.savepoint}`);
    } catch (error) {
      throw this.#failure === undefined ? error : aborted(this.#failure);
    }
  }

  /** Rolls back what is not over, and says nothing of what stands in the way: something else has failed first. */
  async rollBack(): Promise<void> {
    if (this.#state === 'over') return;
    this.end();
    await this.held.rollBack();
  }

  async rollBackToSavepoint(): Promise<void> {
    // Its transaction has ended before it, and the connection may be another caller’s.
    if (this.#state === 'over') return;
    this.#state = 'closing';
    this.#inner?.end();
    await this.held.rollBack(`ROLLBACK TO SAVEPOINT ${this.savepoint}; RELEASE SAVEPOINT ${this.savepoint}`);
  }

  /** From here on it refuses all that comes, and so do those in it. */
  end(): void {
    this.#state = 'over';
    this.#inner?.end();
    if (this.#around !== undefined && this.#around.#inner === this) this.#around.#inner = undefined;
  }

  async setSavepoint(): Promise<void> {
    await this.held.client.query(`SAVEPOINT ${this.savepoint}`);
  }

  get savepoint(): string {
    return `keelson_${this.depth}`;
  }

  /** Throws where it takes no query. */
  requireFree(): void {
    const refused = this.#refused();
    if (refused !== undefined) throw refused;
  }

  #refused(): Problem | undefined {
    if (this.#state !== 'open') return ended();
    if (this.#inner !== undefined) return nestedOpen();
    return this.held.lost === undefined ? undefined : lost(this.held.lost);
  }

  #requireDone(): void {
    if (this.#running > 0 || this.#inner !== undefined) throw unfinished();
    this.requireFree();
    if (this.held.client.getTransactionStatus() === 'I') throw endedInside();
  }

  readonly #succeeded = (): void => {
    this.#running -= 1;
  };

  readonly #failed = (error: unknown): void => {
    this.#running -= 1;
    this.#failure ??= error;
    this.held.note(error);
  };
}
