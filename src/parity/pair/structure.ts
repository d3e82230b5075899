import type { CatalogObject } from '../../catalog/object.ts';
import type { DeclaredKind, DeclaredObject } from '../declared/model.ts';
import { inOneOrder } from './foreign-columns.ts';
import type { Names } from './names.ts';
import type { Structure } from './siblings.ts';
import { inLiveTerms, isExpression } from './terms.ts';

/**
 * The facts that make an object what it is, whatever it is called: all of them first, then fewer, which are enough
 * for an object whose name nobody chose.
 */
const STRUCTURES: Readonly<Partial<Record<DeclaredKind, readonly (readonly string[])[]>>> = {
  enum: [['values']],
  // A table has but one.
  'primary key': [[]],
  unique: [['columns', 'nullsNotDistinct'], ['columns']],
  'foreign key': [['columns', 'references', 'referencedColumns'], ['columns']],
  index: [['columns', 'unique', 'method', 'orders', 'nulls', 'where'], ['columns', 'unique'], ['columns']],
};

/** How objects of a kind are recognized by what they are. */
export function structuresOf(kind: DeclaredKind, names: Names): readonly Structure[] {
  return (STRUCTURES[kind] ?? []).map((facts) => (side) => keyOf(side, facts, names));
}

/** Undefined where an expression is part of it, since only Postgres can compare those. */
function keyOf(
  side: DeclaredObject | CatalogObject,
  names: readonly string[],
  database: Names,
): string | undefined {
  const values = names.map((name) => {
    const fact = side.facts[name];
    if (fact === undefined) return null;
    if (name === 'where') return fact === null ? 'all rows' : 'some rows';
    const value = inLiveTerms(fact, database);
    return isExpression(value) ? undefined : value;
  });
  const columns = values[names.indexOf('columns')];
  const referenced = values[names.indexOf('referencedColumns')];
  if (Array.isArray(columns) && Array.isArray(referenced)) {
    const ordered = inOneOrder({ columns, referencedColumns: referenced });
    return JSON.stringify([ordered, values.filter((value) => value !== columns && value !== referenced)]);
  }
  if (values.includes(undefined) || (Array.isArray(columns) && columns.includes(null))) return undefined;
  return JSON.stringify(values);
}
