import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../postgres/identifier.ts';
import { calledOf } from './called.ts';
import { listFact, textFact } from './facts.ts';
import { nameOf } from './names.ts';

/** Kinds that no statement gives to another owner: the one who made it keeps it, or it follows another object. */
const KEPT: ReadonlySet<string> = new Set(['extension', 'database', 'shell type']);

/** Gives an object to the role that its facts name. A sequence of a column is always its table's owner's. */
export function setOwner(object: CatalogObject): readonly string[] {
  const owner = textFact(object, 'owner');
  if (owner === undefined) return [];
  const called = calledOf(object);
  const isOwned = object.kind === 'sequence' && listFact(object, 'ownedBy').length > 0;
  if (called === undefined || isOwned || KEPT.has(object.kind)) return [];
  const change = `ALTER ${called} OWNER TO ${quoteIdentifier(owner)}`;
  return [object.kind === 'multirange type' ? unlessOwned(object, owner, change) : change];
}

/** From some version on a multirange is always whose the range is, and nothing else may change its owner. */
function unlessOwned(type: CatalogObject, owner: string, change: string): string {
  const body = `BEGIN
  IF (SELECT typowner FROM pg_catalog.pg_type WHERE oid = ${quoteLiteral(nameOf(type))}::regtype)
    <> ${quoteLiteral(quoteIdentifier(owner))}::regrole THEN
    ${change};
  END IF;
END`;
  return `DO ${quoteLiteral(body)}`;
}
