import type { CatalogObject } from '../../catalog/object.ts';
import { addToTable, named } from './constraint.ts';
import { keyColumns } from './key-columns.ts';

/** The constraint within its table's statement. */
export function uniqueClause(unique: CatalogObject): string {
  const nulls = unique.facts.nullsNotDistinct === true ? 'NULLS NOT DISTINCT ' : '';
  return named(unique, `UNIQUE ${nulls}${keyColumns(unique)}`);
}

/** Adds the constraint to a table that is there. */
export function addUnique(unique: CatalogObject): readonly string[] {
  return addToTable(unique, uniqueClause(unique));
}
