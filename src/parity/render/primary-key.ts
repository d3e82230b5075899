import type { CatalogObject } from '../../catalog/object.ts';
import { addToTable, named } from './constraint.ts';
import { keyColumns } from './key-columns.ts';

/** The key within its table's statement. */
export function primaryKeyClause(key: CatalogObject): string {
  return named(key, `PRIMARY KEY ${keyColumns(key)}`);
}

/** Adds the key to a table that is there. */
export function addPrimaryKey(key: CatalogObject): readonly string[] {
  return addToTable(key, primaryKeyClause(key));
}
