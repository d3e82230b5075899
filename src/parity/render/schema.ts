import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';

/** Makes a namespace. `public` is there in a new database, and can have been dropped from any other. */
export function createSchema({ name, facts }: CatalogObject): readonly string[] {
  if (name !== 'public') return [`CREATE SCHEMA ${quoteIdentifier(name)}`];
  return [
    'CREATE SCHEMA IF NOT EXISTS "public"',
    // There it has a comment of its own.
    ...(facts.comment === null ? ['COMMENT ON SCHEMA "public" IS NULL'] : []),
  ];
}
