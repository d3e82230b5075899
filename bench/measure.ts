import { spawnSync } from 'node:child_process';

/** The middle of several rounds: these machines are noisy, and a mean believes every hiccup. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Runs a command to its end and gives the milliseconds it took and what it printed; a failure ends the benchmark. */
export function timed(
  command: readonly [string, ...string[]],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): { milliseconds: number; stdout: string } {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command[0], command.slice(1), {
    ...options,
    env: { ...process.env, ...options.env },
    encoding: 'utf8',
  });
  const milliseconds = performance.now() - start;
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return { milliseconds, stdout };
}
