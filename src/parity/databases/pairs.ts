import { identityKey } from '../../catalog/object.ts';
import type { CatalogObject, Fact, Identity } from '../../catalog/object.ts';

/** One object as both databases have it. */
export interface Pair {
  readonly expected: CatalogObject;
  readonly actual: CatalogObject;
}

/** The objects of one kind, each with its counterpart. */
export interface Pairs {
  readonly both: readonly Pair[];
  readonly missing: readonly CatalogObject[];
  readonly unexpected: readonly CatalogObject[];
}

/** Pairs objects by what identifies them. */
export function pairObjects(expected: readonly CatalogObject[], actual: readonly CatalogObject[]): Pairs {
  const unpaired = new Map(actual.map((object) => [identityKey(object), object]));
  const both: Pair[] = [];
  const missing: CatalogObject[] = [];
  for (const object of expected) {
    const key = identityKey(object);
    const counterpart = unpaired.get(key);
    if (counterpart === undefined) missing.push(object);
    else both.push({ expected: object, actual: counterpart });
    unpaired.delete(key);
  }
  return { both, missing, unexpected: [...unpaired.values()] };
}

/** Whether two facts are the same, entry by entry. */
export function sameFact(one: Fact | undefined, other: Fact | undefined): boolean {
  if (one === other) return true;
  if (!isList(one) || !isList(other) || one.length !== other.length) return false;
  return one.every((entry, index) => sameFact(entry, other[index]));
}

function isList(fact: Fact | undefined): fact is readonly Fact[] {
  return Array.isArray(fact);
}

/** One order for all, by code units: each database sorts by a collation of its own. */
export function compareIdentities(one: Identity, other: Identity): number {
  return (
    compareNames(one.schema, other.schema) ||
    compareNames(one.parent, other.parent) ||
    compareNames(one.name, other.name)
  );
}

function compareNames(one: string | null, other: string | null): number {
  const [left, right] = [one ?? '', other ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
}
