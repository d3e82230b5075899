import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { Report, Task } from './program.ts';

export const ROOT = path.resolve(__dirname, '..', '..');

/** The server of this run, as the environment of a program that is to use it without a global setup. */
export const GIVEN: Readonly<Record<string, string>> = {
  TEST_DATABASE_URL: process.env.TEST_DATABASE_URL ?? '',
};

export interface Where {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A program that runs. */
export interface Running {
  readonly child: ChildProcess;
  /** Its report, as soon as it is there. */
  readonly report: Promise<Report>;
  /** Everything on stderr, once it has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** Starts the program in a process of its own, which knows nothing of the server of this run unless it is told. */
export function start(task: Task, { cwd = ROOT, env = GIVEN }: Where = {}): Running {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(?:DATABASE|TEST_DATABASE|PG|NODE_ENV|JEST)/.test(name),
  );
  const child = spawn(
    process.execPath,
    [
      ...['--import', pathToFileURL(require.resolve('tsx')).href],
      ...[path.join(ROOT, 'tests/testing/program.ts'), JSON.stringify(task)],
    ],
    { cwd, env: { ...Object.fromEntries(inherited), ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stderr }));
  const report = new Promise<Report>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => {
      resolve(JSON.parse(line) as Report);
    });
    void ended.then(() => {
      reject(new Error(`the program ended without a report:\n${stderr}`));
    });
  });
  // Whoever does not wait for the report need not hear that there is none.
  report.catch(() => undefined);
  return { child, report, ended };
}

/** Runs it to its end. */
export async function run(task: Task, where?: Where): Promise<Report & { readonly stderr: string }> {
  const { report, ended } = start(task, where);
  const { stderr } = await ended;
  return { ...(await report), stderr };
}

/** The lines that the package itself prints. */
export function announcements(stderr: string): string[] {
  return stderr.split('\n').filter((line) => line.startsWith('keelson: '));
}
