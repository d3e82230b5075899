import { keyOf } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { Objects } from './step.ts';

/** Kinds that others belong to, by name within the same namespace. Several kinds share what a name may be. */
const OWNERS: Readonly<Record<string, string>> = {
  table: 'relation',
  view: 'relation',
  'materialized view': 'relation',
  'foreign table': 'relation',
  domain: 'type',
  'composite type': 'type',
};

/** The kinds whose owners are types; all others belong to relations. */
const OF_TYPES: ReadonlySet<string> = new Set(['domain constraint', 'attribute']);

/** Puts objects in groups once, so that they can be looked up. */
export function groupObjects(all: readonly CatalogObject[]): Objects {
  const byKind = group(all, ({ kind }) => kind);
  const byOwner = group(
    all.filter(({ parent }) => parent !== null),
    (object) => parentKey(object),
  );
  const owners = new Set(all.filter(({ kind }) => kind in OWNERS).map(ownKey));
  return {
    all,
    of: (kind) => byKind.get(kind) ?? [],
    within: (owner) => byOwner.get(ownKey(owner)) ?? [],
    isAlone: (object) => !owners.has(parentKey(object)),
  };
}

function ownKey({ kind, schema, name }: CatalogObject): string {
  return keyOf(OWNERS[kind] ?? kind, schema, name);
}

function parentKey({ kind, schema, parent }: CatalogObject): string {
  return keyOf(OF_TYPES.has(kind) ? 'type' : 'relation', schema, parent);
}

function group(
  objects: readonly CatalogObject[],
  by: (object: CatalogObject) => string,
): ReadonlyMap<string, readonly CatalogObject[]> {
  const groups = new Map<string, CatalogObject[]>();
  for (const object of objects) {
    const key = by(object);
    const found = groups.get(key);
    if (found === undefined) groups.set(key, [object]);
    else found.push(object);
  }
  return groups;
}
