import type { CatalogObject } from '../../../catalog/object.ts';
import { renderObjects } from '../../render/index.ts';

/** Asked for again and again while one object is looked at. */
const KNOWN = new WeakMap<CatalogObject, string>();

/** The statement that makes a part of a table alone, without what is said of it afterwards. */
export function statementOf(object: CatalogObject): string {
  const known = KNOWN.get(object) ?? renderObjects([object])[0] ?? '';
  KNOWN.set(object, known);
  return known;
}
