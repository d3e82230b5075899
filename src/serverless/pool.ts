import pg from 'pg';
import { WatchedPool, watchersOf } from '../lib/db/watch/index.ts';
import type { PoolOptions } from '../postgres/pool.ts';

/** Shorter than platforms leave an instance awake that nobody calls, where they leave it awake at all. */
const IDLE_MS = 5000;
/** After so long, a connection is asked whether it is still there before anything else is. */
const UNSEEN_MS = 500;

type Callback = Parameters<pg.Pool['connect']>[0];

/**
 * One connection, for a process that is frozen between two calls. What becomes of the connection meanwhile nobody here
 * hears of, and once a query is sent nobody knows what has been done of it: so whether it is still there is found out
 * before, and nothing is ever sent twice.
 */
export class ServerlessPool extends WatchedPool {
  #asking = 0;
  readonly #closing: (() => void)[] = [];
  readonly #lastUsed = new WeakMap<pg.PoolClient, number>();

  constructor(given: Pick<PoolOptions, 'settings'>) {
    super({ ...given, limits: { max: 1 }, preparedStatements: false }, () =>
      watchersOf({}, () => this.settings),
    );
    this.options.idleTimeoutMillis = IDLE_MS;
    this.on('release', (_, client) => {
      this.#lastUsed.set(client, Date.now());
    });
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<pg.PoolClient> | undefined {
    // It comes back here with a callback.
    if (callback === undefined) return super.connect();
    this.#asking += 1;
    this.#take((error, client, release) => {
      this.#asking -= 1;
      if (this.#asking === 0) for (const go of this.#closing.splice(0)) go();
      callback(error, client, release);
    });
    return undefined;
  }

  /** Ends it when everybody who has asked has had the connection. */
  async close(): Promise<void> {
    if (this.#asking > 0) await new Promise<void>((go) => this.#closing.push(go));
    if (!this.ending) await this.end();
  }

  #take(callback: Callback): void {
    super.connect((error, client, release) => {
      if (client === undefined || !this.#isUnseen(client)) {
        callback(error, client, release);
        return;
      }
      void this.#isThere(client).then((isThere) => {
        if (isThere) {
          callback(undefined, client, release);
          return;
        }
        release(true);
        this.#take(callback);
      });
    });
  }

  /** By the clock on the wall: the others may stand still in a process that is frozen. */
  #isUnseen(client: pg.PoolClient): boolean {
    const since = Date.now() - (this.#lastUsed.get(client) ?? Date.now());
    return since < 0 || since >= UNSEEN_MS;
  }

  /** An empty query does nothing, and is answered by poolers too. */
  async #isThere(client: pg.PoolClient): Promise<boolean> {
    const question = { text: '', query_timeout: this.options.connectionTimeoutMillis };
    try {
      // It is ours, and no query of the application, so that no log of its queries tells of it.
      await (pg.Client.prototype.query as (asked: object) => Promise<unknown>).call(client, question);
      return true;
    } catch {
      return false;
    }
  }
}
