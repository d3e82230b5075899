import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { addToTable, named } from './constraint.ts';
import { textsFact } from './facts.ts';

/** The clause of a column that takes no null, with the constraint's name where it has one of its own. */
export function notNullClause(constraint: CatalogObject | undefined): string {
  if (constraint === undefined) return 'NOT NULL';
  const inherit = noInherit(constraint);
  return hasUsualName(constraint) ? `NOT NULL${inherit}` : `${named(constraint, 'NOT NULL')}${inherit}`;
}

/** Holds a column of a table to it that may have rows with nulls, without looking at them. */
export function addUnvalidatedNotNull(
  column: CatalogObject,
  constraint: CatalogObject | undefined,
): readonly string[] {
  const clause = `NOT NULL ${quoteIdentifier(column.name)}`;
  if (constraint === undefined) return addToTable(column, `${clause} NOT VALID`);
  return addToTable(column, `${named(constraint, clause)}${noInherit(constraint)} NOT VALID`);
}

/** The clause beside a table's columns, for one that is not made there. */
export function notNullOfTable(column: CatalogObject, constraint: CatalogObject): string {
  return `${named(constraint, `NOT NULL ${quoteIdentifier(column.name)}`)}${noInherit(constraint)}`;
}

/** The constraint of a column among others. Before Postgres 18 there is none: only the fact. */
export function notNullOf(
  column: CatalogObject,
  constraints: readonly CatalogObject[],
): CatalogObject | undefined {
  return constraints.find(
    (constraint) =>
      constraint.kind === 'not null constraint' &&
      constraint.schema === column.schema &&
      constraint.parent === column.parent &&
      textsFact(constraint, 'columns')[0] === column.name,
  );
}

function noInherit({ facts }: CatalogObject): string {
  return facts.noInherit === true ? ' NO INHERIT' : '';
}

function hasUsualName(constraint: CatalogObject): boolean {
  const [column = ''] = textsFact(constraint, 'columns');
  return constraint.name === `${constraint.parent ?? ''}_${column}_not_null`;
}
