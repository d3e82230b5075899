import { createRequire } from 'node:module';
import path from 'node:path';
import { Problem } from './problem.ts';
import { shownPath } from './shown-path.ts';

/** Source files as Node and tsx load them; `.d.ts` files and maps are by-products of a build. */
const SOURCE = /(?<!\.d)\.(?:ts|mts|cts|js|mjs|cjs)$/;

/** Whether a file of a folder is one to load; hidden ones are editors' and file systems' own. */
export function isSource(entry: string): boolean {
  return !path.basename(entry).startsWith('.') && SOURCE.test(entry);
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
      what: `${shownPath(file)} cannot be loaded: ${messageOf(cause)}`,
      ...(why !== undefined && { why }),
      fix:
        stackOf(cause) === undefined ? 'correct it there' : 'correct the file; the stack below tells where',
      cause,
    });
  }
}

/** Where a failure came about in files of the project: what the loader does in between helps nobody. */
export function stackOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || UNREADABLE.test(cause.message) || MISSING.test(cause.message))
    return undefined;
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const ours = frames.findIndex((line) => /[\\/]load-module\.[jt]s:/.test(line));
  const shown = frames.slice(0, ours < 0 ? undefined : ours).filter((line) => !LOADER.test(line));
  return shown.length === 0 ? undefined : plain(shown.join('\n'));
}

const LOADER = /\(?node:|[\\/]node_modules[\\/](?:tsx|esbuild|sucrase)[\\/]/;
/** What esbuild says of a file that it cannot read: the places, each on a line. */
const UNREADABLE = /^Transform failed with \d+ errors?:\n/;
/** What Node says of an import that leads nowhere: the way to it, innermost first. */
const MISSING = /^(Cannot find module '.*')\nRequire stack:\n- (.*)/;

/** tsx tells the modules of one loading from those of another by what it writes behind their names. */
function plain(text: string): string {
  return text.replaceAll(/\?namespace=\d+/g, '');
}

function messageOf(cause: unknown): string {
  const message = plain(cause instanceof Error ? cause.message : String(cause));
  const missing = MISSING.exec(message);
  if (missing !== null) return `${missing[1] ?? ''}, which ${shownPath(missing[2] ?? '')} imports`;
  if (!UNREADABLE.test(message)) return message;
  return message.replace(UNREADABLE, '').replaceAll(
    /^(.+?):(\d+):(\d+): ERROR: /gm,
    // esbuild counts columns from 0 and lines from 1.
    (_, file: string, line: string, column: string) => `${shownPath(file)}:${line}:${Number(column) + 1}: `,
  );
}

/** Tells which file a module means by a specifier; undefined when there is none. */
export type Resolver = (specifier: string, importer: string) => string | undefined;

/** The resolution by which `loadModule` loads: relative paths, aliases of tsconfig.json, packages. */
export async function moduleResolver(): Promise<Resolver> {
  const isOwn = hasOwnLoader(extensionsOf(createRequire(path.resolve('package.json'))));
  const tsx = isOwn ? undefined : await import('tsx/cjs/api');
  return (specifier, importer) => {
    try {
      // A module that tsx has loaded goes by another name, and its imports are resolved for that one.
      const name = tsx === undefined ? importer : tsx.require.resolve(importer, importer);
      return plain(createRequire(name).resolve(specifier));
    } catch {
      return undefined;
    }
  };
}

async function load(file: string): Promise<Record<string, unknown>> {
  const requireThere = createRequire(file);
  if (hasOwnLoader(extensionsOf(requireThere)) || file.endsWith('.cjs') || file.endsWith('.json')) {
    return requireThere(file) as Record<string, unknown>;
  }
  const tsx = await import('tsx/cjs/api');
  return tsx.require(file, file) as Record<string, unknown>;
}

function extensionsOf(requireThere: NodeJS.Require): Readonly<Record<string, unknown>> | undefined {
  // Deprecated, and nothing else tells which loaders there are. A test runner's own require has none.
  return (requireThere as { extensions?: Readonly<Record<string, unknown>> }).extensions;
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
