import { createRequire } from 'node:module';
import { Problem } from './problem.ts';
import { shownPath } from './shown-path.ts';

/** Source files as Node and tsx load them; `.d.ts` files and maps are by-products of a build. */
const SOURCE = /(?<!\.d)\.(?:ts|mts|cts|js|mjs|cjs)$/;

/** Whether a file of a folder is one to load. */
export function isSource(entry: string): boolean {
  return SOURCE.test(entry);
}

/** A source file's name without its extension; any other name as it is. */
export function withoutExtension(name: string): string {
  return name.replace(SOURCE, '');
}

/** What is said of a file that cannot be loaded. */
interface Words {
  readonly code: string;
  readonly why?: string;
}

/**
 * Loads a file of the project that is being worked on, TypeScript or JavaScript, whichever module system
 * it is written for. Where the process already has a loader (tsx, sucrase, a test runner with its own module
 * system), that one is used; elsewhere tsx compiles the file as it stands, path aliases included.
 */
export async function loadModule(file: string, words: Words): Promise<Record<string, unknown>> {
  return await explainLoading(file, words, async () => await load(file));
}

/** Runs what belongs to loading a file; what it throws is said to be the file's. */
export async function explainLoading<Result>(
  file: string,
  { code, why }: Words,
  use: () => Promise<Result>,
): Promise<Result> {
  try {
    return await use();
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw new Problem({
      code,
      what: `${shownPath(file)} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      ...(why !== undefined && { why }),
      fix: 'correct the file; the stack below tells where',
      cause,
    });
  }
}

async function load(file: string): Promise<Record<string, unknown>> {
  const require = createRequire(file);
  const { extensions } = require as { extensions?: Readonly<Record<string, unknown>> };
  if (hasOwnLoader(extensions) || file.endsWith('.cjs') || file.endsWith('.json')) {
    return require(file) as Record<string, unknown>;
  }
  const tsx = await import('tsx/cjs/api');
  return tsx.require(file, file) as Record<string, unknown>;
}

/** On the process, not in this module: there may be two copies of it, one for import and one for require. */
const OWN_LOADER = Symbol.for('keelson: the process has a loader of its own');

/**
 * Whether the process had a loader for TypeScript before we first used tsx, which leaves its mark in the same
 * table. A test runner's own require has no table to speak of.
 */
function hasOwnLoader(extensions: Readonly<Record<string, unknown>> | undefined): boolean {
  const kept = globalThis as Record<symbol, boolean | undefined>;
  return (kept[OWN_LOADER] ??= extensions === undefined || !('.js' in extensions) || '.ts' in extensions);
}
