import path from 'node:path';
import type { Origin } from '../declared/model.ts';
import type { Location, Locations } from './location.ts';
import { ALL, readModule } from './module.ts';
import type { Binding, Module, Modules, Written } from './module.ts';
import { propertyOf } from './property.ts';
import { fileOf, sourceOf } from './source.ts';
import { position } from './tokens.ts';

/**
 * Finds places in the files of a schema. `entries` are the modules whose exports the schema is; imports are followed
 * from there as `resolve` says, relative ones alone when nothing does, and each file is read once. Files are named from
 * `relativeTo` when it is given.
 */
export function locator(options: {
  readonly entries: readonly string[];
  readonly relativeTo?: string;
  readonly resolve?: Resolve;
}): Locations {
  const find = finder(options.resolve ?? fileOf);
  return ({ exported, property }, name) => {
    if (exported === undefined) return undefined;
    for (const entry of options.entries) {
      const written = find.exported(path.resolve(entry), exported, new Set());
      if (written === undefined) continue;
      const inside = property === undefined ? textOf(written, name) : propertyOf(written, property, find);
      return shown(inside ?? written, options.relativeTo);
    }
    return undefined;
  };
}

/** Where one origin is found, from the modules whose exports the schema is. */
export function locate(
  entries: string | readonly string[],
  origin: Origin,
  name?: string,
): Location | undefined {
  return locator({ entries: typeof entries === 'string' ? [entries] : entries })(origin, name);
}

/** Where a name is written as a string in a value: `index('users_email_idx')`. */
function textOf({ module, value }: Written, name: string | undefined): Written | undefined {
  if (name === undefined || value === undefined) return undefined;
  const token = module.tokens.list
    .slice(value.from, value.to)
    .find(({ kind, said }) => kind === 'string' && said === name);
  return token && { module, token, value: undefined };
}

function shown({ module, token }: Written, relativeTo: string | undefined): Location {
  const relative = relativeTo === undefined ? module.file : path.relative(relativeTo, module.file);
  const isInside = !relative.startsWith('..') && !path.isAbsolute(relative);
  const file = isInside ? relative.replaceAll(path.sep, '/') : module.file;
  return { file, ...position(module.text, token.from) };
}

interface Finder extends Modules {
  readonly exported: (file: string, name: string, seen: Set<string>) => Written | undefined;
}

/** Which file a specifier means where it is imported. */
export type Resolve = (specifier: string, importer: string) => string | undefined;

function finder(resolve: Resolve): Finder {
  const modules = new Map<string, Module | undefined>();
  const moduleOf = (file: string): Module | undefined => {
    if (!modules.has(file)) {
      const text = sourceOf(file);
      modules.set(file, text === undefined ? undefined : readModule(file, text));
    }
    return modules.get(file);
  };

  const imported = (
    module: Module,
    specifier: string,
    name: string,
    seen: Set<string>,
  ): Written | undefined => {
    const file = resolve(specifier, module.file);
    return file === undefined ? undefined : exported(file, name, seen);
  };

  const bound = (module: Module, binding: Binding, seen: Set<string>): Written | undefined =>
    'token' in binding ? { module, ...binding } : imported(module, binding.specifier, binding.name, seen);

  const exported = (file: string, name: string, seen: Set<string>): Written | undefined => {
    const key = JSON.stringify([file, name]);
    const module = moduleOf(file);
    if (module === undefined || seen.has(key)) return undefined;
    seen.add(key);
    const own = module.exported.get(name);
    if (own !== undefined) {
      const binding = typeof own === 'string' ? module.locals.get(own) : own;
      return binding === undefined ? undefined : bound(module, binding, seen);
    }
    // A default is never exported again by a star.
    const stars = name === 'default' ? [] : module.stars;
    return stars.reduce<Written | undefined>(
      (found, specifier) => found ?? imported(module, specifier, name, seen),
      undefined,
    );
  };

  const local = (module: Module, name: string): Written | undefined => {
    const binding = module.locals.get(name);
    return binding === undefined ? undefined : bound(module, binding, new Set());
  };

  const member = (module: Module, namespace: string, name: string): Written | undefined => {
    const binding = module.locals.get(namespace);
    return binding === undefined || 'token' in binding || binding.name !== ALL
      ? undefined
      : imported(module, binding.specifier, name, new Set());
  };

  return { exported, local, member };
}
