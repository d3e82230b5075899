import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { Problem } from '../../problem.ts';
import { shownPath } from '../../shown-path.ts';

/** A text as the project's own prettier writes it in a file there; as it is where the project has none. */
export async function formatted(code: string, place: string): Promise<string> {
  using formatter = new Formatter(place);
  return await formatter.format(code);
}

/** The project's prettier for one file. It starts at once, and is ready by the time that there is a text. */
export class Formatter implements Disposable {
  readonly file: string;
  readonly #child: ChildProcessWithoutNullStreams | undefined;
  readonly #answer: Promise<readonly [output: string, errors: string, status: number | null]> | undefined;

  constructor(place: string) {
    this.file = path.resolve(place);
    const program = prettierFrom(this.file);
    if (program === undefined) return;
    const child = spawn(process.execPath, [program, '--stdin-filepath', this.file], { stdio: 'pipe' });
    // One that ends before it has read all says why by itself.
    child.stdin.on('error', () => undefined);
    this.#child = child;
    const ended = new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    // Read from the beginning: what one that fails at once says of it is not kept for later.
    this.#answer = Promise.all([text(child.stdout), text(child.stderr), ended]);
    // Told to whoever asks for a text; nobody may.
    this.#answer.catch(() => undefined);
  }

  /** Formats a text; once. */
  async format(code: string): Promise<string> {
    if (this.#child === undefined || this.#answer === undefined) return code;
    this.#child.stdin.end(code);
    const [output, errors, status] = await this.#answer;
    if (status === 0) return output;
    throw notFormatted(this.file, errors);
  }

  /** One that was not needed must not keep the process that began it. */
  [Symbol.dispose](): void {
    if (this.#child?.exitCode !== null) return;
    this.#child.kill();
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) stream.destroy();
  }
}

/**
 * The program that a project calls `prettier`. As a process it takes any configuration and any plugin that the project
 * has, in whichever module system these are, and leaves alone what is to be ignored.
 */
function prettierFrom(file: string): string | undefined {
  const manifest = resolved('prettier/package.json', file);
  if (manifest === undefined) return undefined;
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    readonly bin?: string | { prettier?: string };
  };
  const program = typeof bin === 'string' ? bin : bin?.prettier;
  return program === undefined ? undefined : path.join(path.dirname(manifest), program);
}

function resolved(specifier: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(specifier);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function notFormatted(file: string, errors: string): Problem {
  return new Problem({
    code: 'draft/not-formatted',
    what: `the project's prettier cannot format ${shownPath(file)}: ${errors.trim().split('\n').slice(0, 3).join('\n')}`,
    why: 'a draft is written as the project writes its files',
    fix: `make \`npx prettier --check ${shownPath(path.dirname(file))}\` work`,
  });
}
