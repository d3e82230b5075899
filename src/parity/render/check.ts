import type { CatalogObject } from '../../catalog/object.ts';
import { addToTable, named, validation } from './constraint.ts';
import { parenthesised } from './expression.ts';
import { textFact } from './facts.ts';

/** The check within its table's statement. A new table has no rows, so that one made there is valid at once. */
export function checkClause(check: CatalogObject): string {
  const inherit = check.facts.noInherit === true ? ' NO INHERIT' : '';
  const expression = parenthesised(textFact(check, 'expression') ?? '');
  return named(check, `CHECK ${expression}${inherit}${validation(check)}`);
}

/** Adds the check to a table that is there. */
export function addCheck(check: CatalogObject): readonly string[] {
  return addToTable(check, checkClause(check));
}
