import { identityKey } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import type { Pieces } from '../fix/builder/piece.ts';
import { raw } from '../fix/knex.ts';
import { renderObjects } from '../render/index.ts';
import { nameOf } from '../render/names.ts';
import { concurrently } from '../stages/concurrently.ts';

/** The way back of a migration that only makes and drops indexes, while others write. */
export function indexesBack(before: readonly CatalogObject[], after: readonly CatalogObject[]): Pieces {
  const [were, are] = [indexesOf(before), indexesOf(after)];
  const gone = [...were.values()].filter((one) => !are.has(identityKey(one)));
  const come = [...are.values()].filter((one) => !were.has(identityKey(one)));
  return [
    ...raw(come.map((index) => `DROP INDEX CONCURRENTLY ${nameOf(index)}`)),
    ...raw(gone.flatMap((index) => renderObjects([index]).map(concurrently))),
  ];
}

function indexesOf(objects: readonly CatalogObject[]): ReadonlyMap<string, CatalogObject> {
  return new Map(
    objects
      .filter(({ kind, facts }) => kind === 'index' && facts.inherited !== true)
      .map((one) => [identityKey(one), one]),
  );
}
