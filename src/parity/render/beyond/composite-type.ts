import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { textFact, textsFact } from '../facts.ts';
import { nameOf, ownerOf } from '../names.ts';

/** Makes a type of its attributes, in their order. */
export function createCompositeType(
  type: CatalogObject,
  attributes: readonly CatalogObject[],
): readonly string[] {
  const names = textsFact(type, 'attributes');
  const ordered = attributes.toSorted((one, other) => names.indexOf(one.name) - names.indexOf(other.name));
  return [`CREATE TYPE ${nameOf(type)} AS (${ordered.map(attributeClause).join(', ')})`];
}

/** Adds an attribute to a type that is there. */
export function addAttribute(attribute: CatalogObject): readonly string[] {
  return [`ALTER TYPE ${ownerOf(attribute)} ADD ATTRIBUTE ${attributeClause(attribute)}`];
}

function attributeClause(attribute: CatalogObject): string {
  const collation = textFact(attribute, 'collation');
  const type = textFact(attribute, 'type') ?? '';
  return `${quoteIdentifier(attribute.name)} ${type}${collation === undefined ? '' : ` COLLATE ${collation}`}`;
}
