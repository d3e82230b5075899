import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { calledOf } from './called.ts';
import { listFact, textFact } from './facts.ts';

/** Kinds that no statement gives to another owner: the one who made it keeps it, or it follows another object. */
const KEPT: ReadonlySet<string> = new Set(['extension', 'database', 'shell type', 'multirange type']);

/** Gives an object to the role that its facts name. A sequence of a column is always its table's owner's. */
export function setOwner(object: CatalogObject): readonly string[] {
  const owner = textFact(object, 'owner');
  const called = calledOf(object);
  const isOwned = object.kind === 'sequence' && listFact(object, 'ownedBy').length > 0;
  if (owner === undefined || called === undefined || isOwned || KEPT.has(object.kind)) return [];
  return [`ALTER ${called} OWNER TO ${quoteIdentifier(owner)}`];
}
