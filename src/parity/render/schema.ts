import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';

/** Makes a namespace. `public` is there in a new database, and can have been dropped from any other. */
export function createSchema({ name }: CatalogObject): readonly string[] {
  return [`CREATE SCHEMA ${name === 'public' ? 'IF NOT EXISTS ' : ''}${quoteIdentifier(name)}`];
}
