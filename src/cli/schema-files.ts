import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { isSource, loadModule } from '../load-module.ts';
import { Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';
import { readCasing, readDrizzleConfig } from './drizzle-config.ts';
import type { Casing, DrizzleConfig } from './drizzle-config.ts';

/** The Drizzle schema of a project: what its files export, and what the project says about it. */
export interface ProjectSchema {
  readonly files: readonly string[];
  /** The exports of all files, by file. */
  readonly modules: readonly Record<string, unknown>[];
  readonly casing: Casing;
}

/** Where schemas are kept by custom, the most particular place first. */
const CUSTOMARY = [
  'src/lib/db/schema',
  'src/db/schema',
  'src/server/db/schema',
  'src/drizzle/schema',
  'src/database/schema',
  'src/schema',
  'lib/db/schema',
  'db/schema',
  'drizzle/schema',
  'schema',
];

/**
 * Loads the schema that was named, or the one that drizzle.config or custom points at. The casing is what was said, else
 * drizzle.config's, wherever the schema is.
 */
export async function loadSchema(
  named: string | undefined,
  said: string | undefined,
): Promise<ProjectSchema> {
  const own = named?.split(',').map((pattern) => pattern.trim()) ?? namedInManifest();
  const config = own === undefined ? await readDrizzleConfig() : undefined;
  const patterns = own ?? config?.schema ?? customary();
  const files = [...new Set(patterns.flatMap((pattern) => filesOf(pattern)))];
  const modules = [];
  for (const file of files) modules.push(await loadModule(file, { code: 'cli/schema-does-not-load' }));
  return { files, modules, casing: await casingOf(said, config) };
}

async function casingOf(said: string | undefined, config: DrizzleConfig | undefined): Promise<Casing> {
  if (said === 'snake_case' || said === 'camelCase') return said;
  if (said === 'none') return undefined;
  return config === undefined ? await readCasing() : config.casing;
}

/** What package.json says under `keelson`: a path, a pattern, or a list of them. */
function namedInManifest(): readonly string[] | undefined {
  if (!existsSync('package.json')) return undefined;
  const { keelson } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    keelson?: { schema?: string | readonly string[] };
  };
  const schema = keelson?.schema;
  return typeof schema === 'string' ? [schema] : schema;
}

function customary(): readonly string[] {
  const found = CUSTOMARY.flatMap((place) => [
    ...['ts', 'mts', 'js', 'mjs'].map((extension) => `${place}.${extension}`),
    ...['ts', 'mts', 'js', 'mjs'].map((extension) => `${place}/index.${extension}`),
  ]).find((place) => existsSync(place));
  if (found !== undefined) return [found];
  throw new Problem({
    code: 'cli/no-schema',
    what: `no Drizzle schema is found in ${process.cwd()}`,
    fix: `name it: --schema src/db/schema.ts (also a folder, a pattern such as 'src/**/*.schema.ts', or several with commas)`,
  });
}

/** The files that a path, a folder or a pattern names. */
function filesOf(pattern: string): readonly string[] {
  const place = path.resolve(pattern);
  const isThere = existsSync(place);
  if (isThere && statSync(place).isFile()) return [place];
  const index = isThere
    ? ['index.ts', 'index.mts', 'index.js', 'index.mjs'].find((name) => existsSync(path.join(place, name)))
    : undefined;
  if (index !== undefined) return [path.join(place, index)];
  const found = isThere ? sources(place) : matches(pattern);
  if (found.length > 0) return found;
  throw new Problem({
    code: 'cli/no-schema',
    what: `the schema ${shownPath(place)} is not there`,
    fix: 'name a file, a folder or a pattern that is, with --schema or in drizzle.config',
  });
}

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => isSource(file) && !file.split(path.sep).includes('node_modules'))
    .sort()
    .map((file) => path.join(folder, file));
}

/** Files that match `*`, `**`, `?` and `{a,b}`, looked for below the part that has none of them. */
function matches(pattern: string): readonly string[] {
  const parts = pattern.replace(/^\.\//, '').split('/');
  const fixed = parts.findIndex((part) => /[*?{]/.test(part));
  const base = path.resolve(...parts.slice(0, Math.max(fixed, 0)));
  if (fixed === -1 || !existsSync(base)) return [];
  const wanted = new RegExp(
    `^${parts.slice(fixed).map(asExpression).join('/').replaceAll('(?:.*)/', '(?:.*/)?')}$`,
  );
  return sources(base).filter((file) => wanted.test(path.relative(base, file).split(path.sep).join('/')));
}

function asExpression(part: string): string {
  if (part === '**') return '(?:.*)';
  return part
    .replaceAll(/[.+^$()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
    .replaceAll(/\{([^}]*)\}/g, (_, list: string) => `(?:${list.split(',').join('|')})`);
}
