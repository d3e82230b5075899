import type { PoolClient } from 'pg';
import { LazyPool } from '../../../postgres/pool.ts';
import type { PoolOptions } from '../../../postgres/pool.ts';
import { Problem } from '../../../problem.ts';
import { failure } from '../query-log.ts';
import { watchClient } from './client.ts';
import { CHANNELS } from './events.ts';
import { Watch } from './watch.ts';
import type { Watchers } from './watch.ts';

type ConnectCallback = NonNullable<Parameters<LazyPool['connect']>[0]>;
type Answer = Parameters<ConnectCallback>;

/** Somebody who waits for a connection. */
interface Asker {
  readonly start: number;
  readonly callback: ConnectCallback;
}

/** A pool that knows what is going on in it, and that can be closed without breaking that off. */
export class WatchedPool extends LazyPool {
  readonly watch: Watch;
  /** Connections that are open. */
  readonly open = new Set<PoolClient>();
  /** Those that somebody has. */
  readonly held = new Set<PoolClient>();
  readonly #askers = new Set<Asker>();
  #drained: (() => void) | undefined;
  #emptied: (() => void) | undefined;

  constructor(given: PoolOptions, watchers: () => Watchers) {
    super(given);
    this.watch = new Watch(this, watchers);
    const { counters } = this.watch;
    this.on('connect', (client) => {
      counters.opened += 1;
      this.open.add(client);
      watchClient(client, this.watch);
      if (CHANNELS.connection.hasSubscribers) CHANNELS.connection.publish({ pool: this, what: 'opened' });
    });
    this.on('remove', (client) => {
      counters.closed += 1;
      this.open.delete(client);
      if (this.open.size === 0) this.#emptied?.();
      if (CHANNELS.connection.hasSubscribers) CHANNELS.connection.publish({ pool: this, what: 'closed' });
    });
    this.on('acquire', (client) => {
      this.held.add(client);
    });
    this.on('release', (_error, client) => {
      this.held.delete(client);
      this.#tellIfDrained();
    });
  }

  /** Whether new queries are refused. */
  get isClosing(): boolean {
    return this.#drained !== undefined || this.ending;
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<PoolClient> | undefined {
    // A promise is made of a callback by the class below, and comes back here.
    if (callback === undefined) return super.connect();
    if (this.isClosing) {
      process.nextTick(callback, closed(), undefined, () => undefined);
      return undefined;
    }
    const asker = this.#ask(callback);
    super.connect((...answer) => {
      // It was given up when the pool was closed.
      if (!this.#askers.delete(asker)) answer[2](true);
      else this.#answer(asker, answer);
    });
    return undefined;
  }

  /** Refuses new queries; ends when nobody has a connection, or waits for one. */
  async drain(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#drained = resolve;
      this.#tellIfDrained();
    });
  }

  /** Ends when every connection has ended: `end` of pg does so when it has told them to. */
  async empty(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#emptied = resolve;
      if (this.open.size === 0) resolve();
    });
  }

  /** Refuses those who still wait for a connection, and says how many they were. */
  giveUpWaiting(): number {
    const askers = [...this.#askers];
    this.#askers.clear();
    for (const asker of askers) this.#answer(asker, [closed(), undefined, () => undefined]);
    return askers.length;
  }

  #ask(callback: ConnectCallback): Asker {
    let heard = callback;
    try {
      // A connection comes free where somebody else gives it back: what is active there is not the caller's.
      const api = this.watch.watchers.tracing();
      if (api !== undefined) heard = api.context.bind(api.context.active(), callback);
    } catch {
      // The environment is wrong, which the connection will say.
    }
    const asker = { start: performance.now(), callback: heard };
    this.#askers.add(asker);
    return asker;
  }

  #answer({ start, callback }: Asker, [error, client, release]: Answer): void {
    const waitedMs = performance.now() - start;
    const { counters } = this.watch;
    counters.wait(waitedMs);
    if (error !== undefined) counters.error(failure(error));
    if (CHANNELS.pool.hasSubscribers)
      CHANNELS.pool.publish({
        pool: this,
        waitedMs,
        ...(error === undefined ? { what: 'acquired' } : { what: 'failed', error: failure(error) }),
      });
    callback(error, client, release);
    if (client === undefined) this.#tellIfDrained();
  }

  #tellIfDrained(): void {
    if (this.#askers.size === 0 && this.held.size === 0) this.#drained?.();
  }
}

function closed(): Problem {
  return new Problem({
    code: 'query/closed',
    what: 'the database client is closed, or is being closed',
    why: 'closeDb lets the queries end that had begun, and takes no new ones',
    fix: 'stop what asks (a server that takes requests, a timer) before closing; closeOnSignal does so with `first`',
  });
}
