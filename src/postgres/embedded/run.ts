import { spawn } from 'node:child_process';
import { runAs, type Account } from './account.ts';
import { killGroup } from './process.ts';

/** How a program ended that ran to its end. */
export interface Outcome {
  readonly code: number | null;
  /** Why it did not run at all: ENOENT, EACCES, EPERM. */
  readonly error: NodeJS.ErrnoException | undefined;
  readonly timedOut: boolean;
  readonly output: string;
}

/** Of a talkative program the end says why it failed. */
const KEEP_CHARACTERS = 16_000;
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs one of Postgres' programs to its end as the account, in a process group of its own. The group ends with
 * this process, with the time and with the caller's patience.
 */
export async function run(
  program: string,
  args: readonly string[],
  {
    account,
    timeoutMs,
    signal,
  }: { account: Account | undefined; timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<Outcome> {
  return new Promise((resolve) => {
    let output = '';
    let timedOut = false;
    const child = spawn(program, args, {
      ...runAs(account),
      // The account may not be allowed to look at the current folder, which initdb insists on.
      cwd: process.platform === 'win32' ? undefined : '/',
      env: plainEnvironment(),
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const end = (): void => {
      if (child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
    };
    const timer = setTimeout(() => {
      timedOut = true;
      end();
    }, timeoutMs);
    const forget = endWithUs(end);
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted === true) end();
    const settle = (code: number | null, error: NodeJS.ErrnoException | undefined): void => {
      clearTimeout(timer);
      forget();
      signal?.removeEventListener('abort', end);
      resolve({ code, error, timedOut, output });
    };
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-KEEP_CHARACTERS);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => {
      settle(null, error);
    });
    child.once('close', (code) => {
      settle(code, undefined);
    });
  });
}

/**
 * An environment without the user's PG* variables, library paths and language: they change what these programs do,
 * and their messages, which are read here.
 */
export function plainEnvironment(): NodeJS.ProcessEnv {
  if (process.platform === 'win32') return process.env;
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

/** A group of its own is out of reach of Ctrl-C at the terminal, so this process passes it on. Returns how to stop that. */
function endWithUs(end: () => void): () => void {
  const onSignal = (name: NodeJS.Signals): void => {
    end();
    forget();
    // Nobody else here listens: then the signal means what it always means.
    if (process.listenerCount(name) === 0) process.kill(process.pid, name);
  };
  const forget = (): void => {
    process.removeListener('exit', end);
    for (const name of ENDING_SIGNALS) process.removeListener(name, onSignal);
  };
  process.once('exit', end);
  for (const name of ENDING_SIGNALS) process.once(name, onSignal);
  return forget;
}
