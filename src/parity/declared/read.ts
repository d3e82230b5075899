import type { Casing } from './casing.ts';
import { settleNames } from './duplicates.ts';
import { hidden, isEntity } from './entity.ts';
import { findObjects } from './exports.ts';
import type { Found } from './exports.ts';
import { problemOf } from './mistakes.ts';
import { DECLARED_KINDS } from './model.ts';
import type { DeclaredObject } from './model.ts';
import { impliedNamespaces } from './namespace.ts';
import { isDeclared, linkedPolicies, nothingDeclared, readObject, readReached } from './objects.ts';
import type { Reading } from './reading.ts';
import type { Column } from './shapes.ts';

/** A Drizzle schema and how it is meant. */
export interface ReadDeclaredOptions {
  /** A module, or any object that holds tables and the like; nested ones count too. */
  readonly schema: unknown;
  /** The `casing` that the Drizzle client is given, up to 0.45; since 1.0 tables bring it themselves. */
  readonly casing?: Casing | undefined;
  /** The namespace of what is declared without one: `public` unless given. */
  readonly defaultSchema?: string | undefined;
}

/** All that a Drizzle schema declares. */
export interface Declaration {
  /** In an order of kinds in which they can be made. */
  readonly objects: readonly DeclaredObject[];
  /** Every namespace in which something is declared. */
  readonly schemas: readonly string[];
  /** Those of them in which the schema makes something, rather than saying that it is there. */
  readonly ownSchemas: readonly string[];
}

/** Reads objects of any copy and version of Drizzle. All that is wrong with them is one Problem. */
export function readDeclared({ schema, casing, defaultSchema = 'public' }: ReadDeclaredOptions): Declaration {
  const { found, others } = findObjects(schema);
  const known = found.filter(({ object }) => isDeclared(object));
  if (known.length === 0) throw nothingDeclared(found, others);
  const reading: Reading = {
    casing,
    defaultSchema,
    mistakes: [],
    reached: new Map(),
    usedPolicies: new Set(),
    sharedBuilders: sharedBuilders(known),
  };
  // Tables first: they say which policies are theirs.
  const inTurn = [
    ...known.filter(({ object }) => !isEntity(object, 'PgPolicy')),
    ...known.filter(({ object }) => isEntity(object, 'PgPolicy')),
  ];
  const linked = linkedPolicies(known);
  const said = inTurn.flatMap((one) => readObject(one, linked, reading));
  const all = [...said, ...readReached(known, reading)];
  const settled = settleNames([...all, ...impliedNamespaces(all, reading)], reading);
  if (reading.mistakes.length > 0) throw problemOf(reading.mistakes);
  return Object.freeze({
    objects: inOrder(settled),
    schemas: namespacesOf(settled),
    ownSchemas: namespacesOf(settled.filter(({ existing, parent }) => !existing && parent === null)),
  });
}

function namespacesOf(objects: readonly DeclaredObject[]): readonly string[] {
  const names = objects.map(({ kind, schema, name }) => (kind === 'schema' ? name : schema));
  return [...new Set(names.filter((name) => name !== null))].sort();
}

/** In an order of kinds in which they can be made. */
function inOrder(objects: readonly DeclaredObject[]): readonly DeclaredObject[] {
  const byKind = new Map<string, DeclaredObject[]>(DECLARED_KINDS.map((kind) => [kind, []]));
  for (const object of objects) byKind.get(object.kind)?.push(object);
  return [...byKind.values()].flat();
}

/** The tables of each column builder that stands in more than one. */
function sharedBuilders(found: readonly Found[]): Map<object, Set<string>> {
  const first = new Map<object, string>();
  const shared = new Map<object, Set<string>>();
  for (const { object } of found) {
    if (!isEntity(object, 'PgTable')) continue;
    const name = hidden(object, 'Name') as string;
    for (const { config } of Object.values(hidden(object, 'Columns') as Record<string, Column>)) {
      if (config === undefined) continue;
      const other = first.get(config);
      if (other === undefined) first.set(config, name);
      else if (other !== name) shared.set(config, (shared.get(config) ?? new Set([other])).add(name));
    }
  }
  return shared;
}
