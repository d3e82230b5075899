import { identityKey } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import type { Pieces } from '../fix/builder/piece.ts';
import { replacedIndexes } from '../stages/concurrently.ts';

/** The way back of a migration that only makes and drops indexes, while others write. */
export function indexesBack(before: readonly CatalogObject[], after: readonly CatalogObject[]): Pieces {
  const [were, are] = [indexesOf(before), indexesOf(after)];
  const isOther = (one: CatalogObject, others: ReadonlyMap<string, CatalogObject>): boolean => {
    const other = others.get(identityKey(one));
    return other === undefined || JSON.stringify(one.facts) !== JSON.stringify(other.facts);
  };
  const gone = [...were.values()].filter((one) => isOther(one, are));
  const come = [...are.values()].filter((one) => isOther(one, were));
  return replacedIndexes(come, gone);
}

function indexesOf(objects: readonly CatalogObject[]): ReadonlyMap<string, CatalogObject> {
  return new Map(
    objects
      .filter(({ kind, facts }) => kind === 'index' && facts.inherited !== true)
      .map((one) => [identityKey(one), one]),
  );
}
