import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { runAs, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { fileProblem, type Owner } from './files.ts';
import { closeLog, logTail, openLog, type Log } from './log.ts';
import { interrupted, waitFor, type Patience } from './patience.ts';
import { readPostmaster } from './postmaster.ts';
import { killGroup } from './process.ts';
import { plainEnvironment } from './run.ts';
import { Problem } from '../../problem.ts';

/** What a server is started with. */
export interface LaunchOptions {
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly dataDirectory: string;
  readonly logFile: string;
  readonly logOwner: Owner | undefined;
  readonly ports: readonly number[];
  readonly settings: Readonly<Record<string, string>>;
  readonly patience: Patience;
}

/** Children of a killed server need a moment to notice; Postgres refuses to start beside them. */
const LEFTOVER_PATIENCE_MS = 15_000;

type Ending = 'ready' | 'port-taken' | 'still-in-use';

/** Starts the server on the first port that it can bind, and returns that port. It outlives this process. */
export async function launchServer(options: LaunchOptions): Promise<number> {
  const { patience, ports } = options;
  const deadline = Date.now() + LEFTOVER_PATIENCE_MS;
  for (const port of ports) {
    let ending = await launchOn(port, options, true);
    while (ending === 'still-in-use') {
      await sleep(200);
      ending = await launchOn(port, options, Date.now() < deadline);
    }
    if (ending === 'ready') return port;
    patience.onProgress?.(`port ${port} is taken, trying another`);
  }
  throw new Problem({
    code: 'embedded/no-free-port',
    what: `embedded PostgreSQL: none of ${ports.length} ports on 127.0.0.1 is free: ${ports.slice(0, 5).join(', ')}, …`,
    fix: 'end the programs that listen there; or set DATABASE_URL to a server that you run yourself',
  });
}

async function launchOn(port: number, options: LaunchOptions, again: boolean): Promise<Ending> {
  const { dataDirectory, logFile, patience } = options;
  const { log, child } = spawnServer(port, options);
  let ended: { readonly error: Error | undefined } | undefined;
  child.once('error', (error) => {
    ended ??= { error };
  });
  child.once('exit', () => {
    ended ??= { error: undefined };
  });
  let answer: 'ready' | 'ended' | undefined;
  try {
    answer = await waitFor('waiting for PostgreSQL to accept connections', patience, () => {
      if (ended !== undefined) return 'ended';
      const postmaster = readPostmaster(dataDirectory);
      return postmaster?.pid === child.pid && postmaster?.status === 'ready' ? 'ready' : undefined;
    });
  } catch (error) {
    child.kill('SIGINT');
    throw error;
  } finally {
    child.unref();
  }
  if (answer === 'ready') return 'ready';
  const tail = logTail(log);
  if (answer === undefined) {
    // One that has taken the data in hand may be recovering it, which a new start would only begin again.
    if (readPostmaster(dataDirectory)?.pid === child.pid) throw notReady(child.pid, options);
    if (child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
    throw startFailed(`it did nothing for ${seconds(patience)} s`, logFile, tail, undefined);
  }
  if (patience.signal?.aborted === true) throw interrupted(patience.signal.reason);
  if (/could not bind .* address|could not create any TCP\/IP sockets/.test(tail)) return 'port-taken';
  if (again && /shared memory block .* is still in use/.test(tail)) return 'still-in-use';
  throw startFailed(ended?.error?.message ?? 'it ended at once', logFile, tail, ended?.error);
}

function spawnServer(port: number, options: LaunchOptions): { log: Log; child: ReturnType<typeof spawn> } {
  const { account, binaries, dataDirectory, logFile, logOwner, settings } = options;
  const ours = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // The path of a socket may be 107 bytes long, that of a checkout is often longer.
    unix_socket_directories: '',
    // Our role has the name of our namespace: without this, what names none would be made in that one.
    search_path: 'public',
    ssl: 'off',
    logging_collector: 'off',
    log_destination: 'stderr',
  };
  const given = Object.entries({ ...settings, ...ours }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  let log: Log;
  try {
    log = openLog(logFile, logOwner);
  } catch (error) {
    throw fileProblem(error, `cannot write ${logFile}`);
  }
  try {
    const child = spawn(binaries.postgres, ['-D', dataDirectory, ...given], {
      ...runAs(account),
      cwd: process.platform === 'win32' ? undefined : '/',
      env: plainEnvironment(),
      // A session of its own: neither the end of this command nor Ctrl-C at its terminal reaches the server.
      detached: true,
      stdio: ['ignore', log.descriptor, log.descriptor],
      windowsHide: true,
    });
    return { log, child };
  } finally {
    closeLog(log);
  }
}

function notReady(pid: number | undefined, { logFile, patience }: LaunchOptions): Problem {
  return new Problem({
    code: 'embedded/not-answering',
    what: `embedded PostgreSQL: the server (process ${pid ?? 0}) was not ready after ${seconds(patience)} s`,
    why: 'it goes on starting: after a crash it first recovers the data',
    fix: `look at ${logFile} and try again later, or npm run db:down`,
  });
}

function seconds({ timeoutMs }: Patience): number {
  return Math.round(timeoutMs / 1000);
}

function startFailed(how: string, logFile: string, tail: string, cause: unknown): Problem {
  return new Problem({
    code: 'embedded/start-failed',
    what: `embedded PostgreSQL: the server did not start: ${how}`,
    why: tail === '' ? `its log says nothing: ${logFile}` : `its last words, from ${logFile}:\n${tail}`,
    fix: 'remove the cause named above and start again; or set DATABASE_URL to a server that you run yourself',
    cause,
  });
}
