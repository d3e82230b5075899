import { keyOf } from '../../catalog/object.ts';
import type { DeclaredFact, DeclaredObject } from '../declared/model.ts';

/** The columns that a declared fact names; expressions have none. */
export function declaredColumns(fact: DeclaredFact | undefined): readonly string[] {
  if (typeof fact !== 'object' || fact === null || !('columnsOf' in fact)) return [];
  return fact.names.filter((name) => name !== null);
}

/** The table and the columns of a declared key or index, in any order: a foreign key finds its key whatever that is. */
export function declaredColumnsKey({ schema, parent, facts }: DeclaredObject): string {
  return keyOf(schema, parent, ...declaredColumns(facts.columns).toSorted());
}
