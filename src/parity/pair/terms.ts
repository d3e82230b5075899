import type { Fact } from '../../catalog/object.ts';
import type { DeclaredFact, Expression, TypeName } from '../declared/model.ts';
import type { Names } from './names.ts';

/** A fact that only Postgres can compare. */
export function isExpression(fact: unknown): fact is Expression {
  return isRecord(fact) && 'expression' in fact;
}

/** A type as a person wrote it. */
export function isTypeName(fact: unknown): fact is TypeName {
  return isRecord(fact) && 'type' in fact;
}

/** What is left to resolve once names are settled. */
export type LiveTerms = Fact | Expression | TypeName | readonly (Fact | Expression)[];

/** A declared fact in the words of the database: what it names is called as it is there. */
export function inLiveTerms(fact: DeclaredFact, names: Names): LiveTerms {
  if (typeof fact !== 'object' || fact === null || Array.isArray(fact)) return fact as Fact;
  if ('columnsOf' in fact) return names.columns(fact);
  if ('object' in fact) return names.object(fact.object);
  return fact;
}

/** Whether two plain facts are the same. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!Array.isArray(one) || !Array.isArray(other)) return JSON.stringify(one) === JSON.stringify(other);
  return one.length === other.length && one.every((entry, index) => isSame(entry, other[index]));
}

function isRecord(fact: unknown): fact is Readonly<Record<string, unknown>> {
  return typeof fact === 'object' && fact !== null && !Array.isArray(fact);
}
