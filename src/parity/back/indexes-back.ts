import { identityKey, keyOf } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import type { Pieces } from '../fix/builder/piece.ts';
import { raw } from '../fix/knex.ts';
import { dropObject } from '../render/drop.ts';
import { replacedIndexes } from '../stages/concurrently.ts';

const INDEXES = ['index', 'primary key', 'unique'];

/** The way back of a migration that makes and drops indexes and keys while others write, and foreign keys that lead there. */
export function indexesBack(before: readonly CatalogObject[], after: readonly CatalogObject[]): Pieces {
  const [were, are] = [before, after].map((facts) => ownOf(facts, INDEXES));
  const isOther = (one: CatalogObject, others = new Map<string, CatalogObject>()): boolean => {
    const other = others.get(identityKey(one));
    return other === undefined || JSON.stringify(one.facts) !== JSON.stringify(other.facts);
  };
  const gone = [...(were?.values() ?? [])].filter((one) => isOther(one, are));
  const come = [...(are?.values() ?? [])].filter((one) => isOther(one, were));
  const led = ownOf(before, ['foreign key']);
  const leading = [...ownOf(after, ['foreign key']).values()].filter((one) => !led.has(identityKey(one)));
  const names = new Set(after.map(({ schema, name }) => keyOf(schema, name)));
  return [...raw(leading.flatMap(dropObject)), ...replacedIndexes(come, gone, names)];
}

function ownOf(objects: readonly CatalogObject[], kinds: readonly string[]): Map<string, CatalogObject> {
  return new Map(
    objects
      .filter(({ kind, facts }) => kinds.includes(kind) && facts.inherited !== true)
      .map((one) => [identityKey(one), one]),
  );
}
