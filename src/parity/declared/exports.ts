import { entityKinds, isEnum } from './entity.ts';

/** An object of Drizzle's and the export that it was found in, with a path where it is nested. */
export interface Found {
  readonly object: object;
  readonly exported: string | undefined;
}

/** What a module or object holds. */
export interface Findings {
  readonly found: readonly Found[];
  /** What else was there, for the message when nothing was found: `config (an object)`. */
  readonly others: readonly string[];
}

/** Every object of Drizzle's once, under the name that is nearest to the top. */
export function findObjects(schema: unknown): Findings {
  const found: Found[] = [];
  const others: string[] = [];
  const seen = new Set<unknown>();
  let level: readonly (readonly [string | undefined, unknown])[] = [[undefined, schema]];
  while (level.length > 0) {
    const next: (readonly [string | undefined, unknown])[] = [];
    for (const [path, value] of level) {
      if (seen.has(value)) continue;
      if (isDrizzle(value)) found.push({ object: value, exported: path });
      else if (isContainer(value) && !isRelations(value)) next.push(...entriesOf(value, path));
      else others.push(`${path ?? 'the schema'} (${describe(value)})`);
      if (typeof value === 'object' || typeof value === 'function') seen.add(value);
    }
    level = next;
  }
  return { found, others };
}

function entriesOf(
  value: object,
  path: string | undefined,
): readonly (readonly [string | undefined, unknown])[] {
  return Object.entries(value).map(([key, entry]: [string, unknown]) => {
    // A list of modules: what they export has names of its own.
    if (path === undefined) return [Array.isArray(value) ? undefined : key, entry];
    return [`${path}.${key}`, entry];
  });
}

function isDrizzle(value: unknown): value is object {
  return isEnum(value) || entityKinds(value).length > 0;
}

/** A module, a list, or an object that is nothing but its properties, also of another realm. */
function isContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** An entry of what `defineRelations` of Drizzle 1.0 returns: it declares nothing. */
function isRelations(value: object): boolean {
  return 'table' in value && 'name' in value && 'relations' in value && isDrizzle(value.table);
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`;
  if ('then' in value && typeof value.then === 'function') return 'a promise: await it';
  const { constructor: type } = value as { readonly constructor?: { readonly name?: string } };
  return type?.name === undefined || type.name === 'Object' ? 'an object' : `a ${type.name}`;
}
