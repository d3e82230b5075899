import { createRequire } from 'node:module';

/**
 * Loads a file of the project that is being worked on, TypeScript or JavaScript, whichever module system
 * it is written for. Where the process already has a loader (tsx, sucrase, a test runner with its own module
 * system), that one is used; elsewhere tsx compiles the file as it stands, path aliases included.
 */
export async function loadModule(file: string): Promise<Record<string, unknown>> {
  const load = createRequire(file);
  const { extensions } = load as { extensions?: Readonly<Record<string, unknown>> };
  if (hasOwnLoader(extensions) || file.endsWith('.cjs') || file.endsWith('.json')) {
    return load(file) as Record<string, unknown>;
  }
  const tsx = await import('tsx/cjs/api');
  return tsx.require(file, file) as Record<string, unknown>;
}

/** On the process, not in this module: there may be two copies of it, one for import and one for require. */
const OWN_LOADER = Symbol.for('keelson/migrations: the process has a loader of its own');

/**
 * Whether the process had a loader for TypeScript before we first used tsx, which leaves its mark in the same
 * table. A test runner's own require has no table to speak of.
 */
function hasOwnLoader(extensions: Readonly<Record<string, unknown>> | undefined): boolean {
  const kept = globalThis as Record<symbol, boolean | undefined>;
  return (kept[OWN_LOADER] ??= extensions === undefined || !('.js' in extensions) || '.ts' in extensions);
}
