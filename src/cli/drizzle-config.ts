import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadModule } from '../load-module.ts';
import { membersOf, partsOf } from '../parity/locate/declarators.ts';
import { readModule } from '../parity/locate/module.ts';
import type { Module } from '../parity/locate/module.ts';

/** How Drizzle turns keys into names, where it is told to. */
export type Casing = 'snake_case' | 'camelCase' | undefined;

/** What drizzle-kit's configuration says of a project. */
export interface DrizzleConfig {
  readonly schema?: readonly string[];
  readonly casing: Casing;
  /** The folder of drizzle-kit's migrations. */
  readonly out?: string;
  /** Where Drizzle keeps what is applied, as far as it is not as usual. */
  readonly migrations?: { readonly table?: string; readonly schema?: string };
}

const CONFIGS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((extension) => `drizzle.config.${extension}`);

/** What the configuration of this folder says, if there is one that loads; `why` it is needed. */
export async function readDrizzleConfig(
  why = 'it says where the schema is; with --schema and --casing it need not be loaded',
): Promise<DrizzleConfig> {
  return await loadConfig(why);
}

/** The casing alone. Loading brings drizzle-kit with it, which takes as long as all the rest, so it is read if it can be. */
export async function readCasing(): Promise<Casing> {
  const file = configFile();
  if (file === undefined) return undefined;
  const written = writtenCasing(readModule(file, readFileSync(file, 'utf8')));
  if (written !== 'unknown') return written;
  const { casing } = await loadConfig(
    'it may say which casing Drizzle has; with --casing (none where it has none) it need not be loaded',
  );
  return casing;
}

async function loadConfig(why: string): Promise<DrizzleConfig> {
  const file = configFile();
  if (file === undefined) return { casing: undefined };
  const loaded = await loadModule(file, { code: 'cli/schema-does-not-load', why });
  const { schema, casing, out, migrations } = ('default' in loaded ? loaded.default : loaded) as Record<
    string,
    unknown
  >;
  const given = typeof schema === 'string' ? [schema] : schema;
  return {
    ...(Array.isArray(given) && { schema: given as readonly string[] }),
    casing: known(casing),
    ...(typeof out === 'string' && { out }),
    ...(typeof migrations === 'object' && migrations !== null && { migrations }),
  };
}

function configFile(): string | undefined {
  return CONFIGS.map((name) => path.resolve(name)).find((place) => existsSync(place));
}

function known(casing: unknown): Casing {
  return casing === 'snake_case' || casing === 'camelCase' ? casing : undefined;
}

/** What an object says that is written out in full: whatever is spread into it or computed may say anything. */
function writtenCasing({ tokens, exported, locals }: Module): Casing | 'unknown' {
  const own = exported.get('default');
  const binding = typeof own === 'string' ? locals.get(own) : own;
  if (binding === undefined || !('token' in binding) || binding.value === undefined) return 'unknown';
  const { list } = tokens;
  const { from } = binding.value;
  const brace = list[from]?.text === 'defineConfig' && list[from + 1]?.text === '(' ? from + 2 : from;
  if (list[brace]?.text !== '{') return 'unknown';
  if (partsOf(tokens, brace).some((part) => ['...', '['].includes(list[part.from]?.text ?? '')))
    return 'unknown';
  const casing = membersOf(tokens, brace).find(({ key }) => key?.said === 'casing')?.value;
  if (casing === undefined) return undefined;
  const value = list[casing.from];
  return casing.to - casing.from === 1 && value?.kind === 'string' ? known(value.said) : 'unknown';
}
