import type { Fact } from '../../catalog/object.ts';
import type { Question } from '../judge/question.ts';
import type { ServerType } from '../pair/objects.ts';
import type { Pair } from '../pair/siblings.ts';
import type { Relation } from '../relations.ts';
import type { OpenQuestion } from './facts.ts';

/** What of the surroundings a question is asked in. */
export interface Surroundings {
  /** The table that the pair belongs to, or is. */
  readonly relation: Relation | undefined;
  /** The declared type, of a column. */
  readonly type: ServerType | undefined;
}

/** What a text is for: the value of a column, a condition, or neither. */
const VALUES = new Set(['default', 'generation']);
const CONDITIONS = new Set(['expression', 'where', 'using', 'check']);

/** A question as the judge takes it. */
export function questionFor(
  { declared, live }: Pair,
  { attribute, declared: { expression, sees }, live: printed }: OpenQuestion,
  { relation, type }: Surroundings,
): Question {
  const { method } = declared.facts;
  return {
    key: attribute,
    declared: expression,
    live: printed,
    sees,
    ...(relation !== undefined && sees !== 'query' && { relation }),
    ...(VALUES.has(attribute) && asValue(type, live.facts.type)),
    ...(CONDITIONS.has(attribute) && { type: 'boolean' }),
    ...(attribute === 'expressions' && typeof method === 'string' && { access: { method } }),
  };
}

/**
 * As what type two values are compared: the column's, or where the sides have two of them, as text or as what the
 * live one becomes with the declared type.
 */
function asValue(
  type: ServerType | undefined,
  live: Fact | undefined,
): Pick<Question, 'type' | 'storedAs' | 'alsoAs'> {
  if (type === undefined) return { type: 'text' };
  const declared = { type: type.bare, storedAs: type.text };
  return type.text === live ? declared : { type: 'text', alsoAs: declared };
}
