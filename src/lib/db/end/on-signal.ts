import type { LazyPool } from '../../../postgres/pool.ts';
import { closePool } from './close.ts';
import type { Closed } from './close.ts';
import { within } from '../within.ts';

interface Client {
  readonly $client: LazyPool;
}

/** What is done when the process is told to end. */
export interface SignalOptions {
  /** The clients to close. */
  readonly db: Client | readonly Client[];
  /** What ends before them, such as a server that takes requests. */
  readonly first?: () => unknown;
  /** How many milliseconds all of it has; by default 10,000. What runs then is cancelled. */
  readonly timeout?: number;
  /** By default SIGTERM and SIGINT. */
  readonly signals?: readonly NodeJS.Signals[];
  /** Told when all is closed. */
  readonly onClosed?: (closed: Closed & { readonly signal: NodeJS.Signals }) => void;
  /**
   * Whether the process is then ended: with 0, or with 1 when something was broken off or `first` failed. Otherwise it ends
   * by itself when nothing is left to do, with the code that it has.
   */
  readonly exit?: boolean;
}

const TIMEOUT_MS = 10_000;

/**
 * Closes clients when the process is told to end. A second signal ends it at once, as it does where nobody listens. Gives
 * what takes the listeners away again.
 */
export function closeOnSignal({
  db,
  first,
  timeout = TIMEOUT_MS,
  signals = ['SIGTERM', 'SIGINT'],
  onClosed,
  exit = false,
}: SignalOptions): () => void {
  const clients = Array.isArray(db) ? (db as readonly Client[]) : [db as Client];
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const deadline = performance.now() + timeout;
    const isClean = await endFirst(first, timeout);
    const left = Math.max(0, deadline - performance.now());
    const all = await Promise.all(clients.map(({ $client }) => closePool($client, { timeout: left })));
    const closed = {
      cancelled: all.reduce((sum, { cancelled }) => sum + cancelled, 0),
      unserved: all.reduce((sum, { unserved }) => sum + unserved, 0),
    };
    onClosed?.({ ...closed, signal });
    if (exit) process.exit(isClean && closed.cancelled + closed.unserved === 0 ? 0 : 1);
  };
  const heard = (signal: NodeJS.Signals): void => {
    remove();
    void end(signal);
  };
  const remove = (): void => {
    for (const signal of signals) process.off(signal, heard);
  };
  for (const signal of signals) process.on(signal, heard);
  return remove;
}

/** Whether it ended, in time and well. */
async function endFirst(first: SignalOptions['first'], timeout: number): Promise<boolean> {
  if (first === undefined) return true;
  try {
    return await within(Promise.resolve(first()), timeout);
  } catch (error) {
    process.emitWarning(`what was to end before the database failed: ${String(error)}`);
    return false;
  }
}
