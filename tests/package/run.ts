import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What this test run has in its environment that a person's shell has not. */
const OF_THIS_RUN =
  /^(?:npm_|DATABASE|TEST_DATABASE|PG|NODE_ENV$|NODE_OPTIONS$|JEST|KEELSON|CI$|FORCE_COLOR$)/;

/** Runs a program to its end, in the environment of a fresh shell; after a while it is stopped. */
export async function run(
  command: string,
  words: readonly string[],
  { cwd, env = {}, seconds = 60 }: { cwd: string; env?: Record<string, string>; seconds?: number },
): Promise<Outcome> {
  const inherited = Object.entries(process.env).filter(([name]) => !OF_THIS_RUN.test(name));
  const child = spawn(command, words, {
    cwd,
    env: { ...Object.fromEntries(inherited), NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: seconds * 1000,
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

/** The same, where anything but success is a mistake in the test. */
export async function mustRun(...given: Parameters<typeof run>): Promise<Outcome> {
  const outcome = await run(...given);
  if (outcome.code === 0) return outcome;
  const [command, words] = given;
  throw new Error(
    `${command} ${words.join(' ')}: exit code ${outcome.code ?? 'none'}\n${outcome.stdout}\n${outcome.stderr}`,
  );
}
