import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { Problem } from '../../problem.ts';
import { shownPath } from '../../shown-path.ts';

/** A text as the project's own prettier writes it in a file there; as it is where the project has none. */
export async function formatted(code: string, place: string): Promise<string> {
  const file = path.resolve(place);
  const program = prettierFrom(file);
  return program === undefined ? code : await run(program, file, code);
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

async function run(program: string, file: string, code: string): Promise<string> {
  const child = spawn(process.execPath, [program, '--stdin-filepath', file], { stdio: 'pipe' });
  // One that ends before it has read all says why by itself.
  child.stdin.on('error', () => undefined);
  child.stdin.end(code);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const [output, errors, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (status === 0) return output;
  throw new Problem({
    code: 'draft/not-formatted',
    what: `the project's prettier cannot format ${shownPath(file)}: ${errors.trim().split('\n').slice(0, 3).join('\n')}`,
    why: 'a draft is written as the project writes its files',
    fix: `make \`npx prettier --check ${shownPath(path.dirname(file))}\` work`,
  });
}
