import type { CatalogObject } from '../../catalog/object.ts';
import { addToTable, named } from './constraint.ts';
import { textFact } from './facts.ts';

/** The constraint within its table's statement, as Postgres printed it. */
export function exclusionClause(exclusion: CatalogObject): string {
  return named(exclusion, textFact(exclusion, 'definition') ?? '');
}

/** Adds the constraint to a table that is there. */
export function addExclusion(exclusion: CatalogObject): readonly string[] {
  return addToTable(exclusion, exclusionClause(exclusion));
}
