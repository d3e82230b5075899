import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export const ROOT = path.resolve(__dirname, '..', '..');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  /** But for what it says of what takes longer than a second: whether anything does is the machine's to say. */
  readonly stderr: string;
}

const SO_FAR = /^.*: [\d.]+ m?s so far\n/gm;

/** Runs the command as the scripts of package.json do, with nothing of this process's environment that matters. */
export async function keelson(
  words: readonly string[],
  { cwd = ROOT, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Outcome> {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:DATABASE|TEST_DATABASE|PG|npm_|NODE_ENV|JEST)/.test(name),
    ),
  );
  const child = spawn(
    process.execPath,
    ['--import', `file://${require.resolve('tsx')}`, path.join(ROOT, 'src/cli/main.ts'), ...words],
    { cwd, env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: output.stdout, stderr: output.stderr.replaceAll(SO_FAR, '') };
}

/** The code in brackets at the end of a Problem. */
export function problemCode({ stderr }: Outcome): string | undefined {
  return /^\[([a-z-]+\/[a-z-]+)\]$/m.exec(stderr)?.[1];
}
