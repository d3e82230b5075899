import { existsSync } from 'node:fs';
import { homeAt, notYours, refuseForeign, type Home } from './home.ts';
import { withLock } from './lock.ts';
import { waitFor, type Patience } from './patience.ts';
import { isServerOf } from './postmaster.ts';
import { isAlive, processFacts } from './process.ts';
import { anyServer } from './remains.ts';
import { findRunning, recall } from './running.ts';
import { Problem } from '../../problem.ts';

/** Which server to stop. */
export interface StopOptions {
  readonly home: string;
  /** How long the shutdown may take; 60 by default. */
  readonly timeoutSeconds?: number | undefined;
  readonly onProgress?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const TIMEOUT_SECONDS = 60;

/** Stops the server of a home: sessions end, data is written. Without one there is nothing to do. */
export async function stopEmbeddedServer(options: StopOptions): Promise<{ readonly stopped: boolean }> {
  const home = homeAt(options.home);
  const { onProgress, signal, timeoutSeconds = TIMEOUT_SECONDS } = options;
  const patience: Patience = { timeoutMs: timeoutSeconds * 1000, onProgress, signal };
  refuseForeign(home.path);
  if (!existsSync(home.lock)) return { stopped: await stop(home, patience) };
  const turn = { ...patience, timeoutMs: patience.timeoutMs * 3, what: 'waiting for another process' };
  return { stopped: await withLock(home.lock, turn, async () => stop(home, patience)) };
}

async function stop(home: Home, patience: Patience): Promise<boolean> {
  const known = recall(home);
  const server = anyServer(home, known?.dataDirectory);
  if (server === undefined) return false;
  const { pid, dataDirectory } = server;
  // Where the system says nothing of its processes, the server itself has to say that it is ours.
  if (isServerOf(pid, dataDirectory) === 'unknown') {
    if (known === undefined || (await findRunning(known)) === undefined) return false;
  }
  try {
    // Fast shutdown: it does not wait for sessions to leave, and writes everything out.
    process.kill(pid, 'SIGINT');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH') return false;
    throw code === 'EPERM' ? notYours(`process ${pid}`, processFacts(pid)?.uid, error) : error;
  }
  const isGone = await waitFor('waiting for the server to stop', patience, () =>
    isAlive(pid) ? undefined : true,
  );
  if (isGone === true) return true;
  throw new Problem({
    code: 'embedded/still-stopping',
    what: `embedded PostgreSQL: process ${pid} did not stop within ${Math.round(patience.timeoutMs / 1000)} s`,
    why: 'it is still writing its data, or a session does not react',
    fix: `wait for it, see ${home.log}; or kill -QUIT ${pid}, after which the next start recovers the data`,
  });
}
