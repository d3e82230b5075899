import type { CatalogObject } from '../../catalog/object.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { textsFact } from './facts.ts';
import { nameOf } from './names.ts';

/** Makes an enum with its values in order. */
export function createEnum(object: CatalogObject): readonly string[] {
  const values = textsFact(object, 'values').map((value) => quoteLiteral(value));
  return [`CREATE TYPE ${nameOf(object)} AS ENUM (${values.join(', ')})`];
}
