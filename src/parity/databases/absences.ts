import { keyOf } from '../../catalog/object.ts';
import type { Identity } from '../../catalog/object.ts';
import type { DatabaseDifference } from './comparison.ts';
import { namespaceOf } from './ignored.ts';
import { absent } from './said.ts';

/**
 * Objects that one side does not have. Those of a namespace or a table that is not there either are counted with it:
 * nobody reads forty lines that say one thing.
 */
export function tellAbsent(
  objects: readonly Identity[],
  { side, present }: { readonly side: 'missing' | 'unexpected'; readonly present: ReadonlySet<string> },
): readonly DatabaseDifference[] {
  const owners = new Map<string, Identity>();
  for (const object of objects) {
    const key = ownKey(object);
    if (key !== undefined && !present.has(key)) owners.set(key, object);
  }
  const counted = new Map<Identity, number>();
  const told = objects.filter((object) => {
    const owner = ownerOf(object, owners);
    if (owner !== undefined) counted.set(owner, (counted.get(owner) ?? 0) + 1);
    return owner === undefined;
  });
  return told.map((object) => absent(object, side, counted.get(object) ?? 0));
}

/** What others can belong to is known by this; undefined for what belongs to something itself. */
export function ownKey(object: Identity): string | undefined {
  if (object.parent !== null) return undefined;
  const namespace = namespaceOf(object);
  return object.schema === null && namespace !== null ? keyOf(namespace) : keyOf(object.schema, object.name);
}

function ownerOf(object: Identity, owners: ReadonlyMap<string, Identity>): Identity | undefined {
  const namespace = object.schema === null ? undefined : owners.get(keyOf(object.schema));
  if (namespace !== undefined || object.parent === null) return namespace;
  return owners.get(keyOf(object.schema, object.parent));
}
