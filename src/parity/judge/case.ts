import type { Question } from './question.ts';
import { tokensOf } from './tokens.ts';
import type { Token } from './tokens.ts';

/** A question that is worked on. */
export interface Case {
  /** Its place among the questions. */
  readonly index: number;
  readonly question: Question;
  readonly declared: readonly Token[];
  readonly live: readonly Token[];
}

/** A question with its tokens; undefined when one of its texts cannot stand in brackets. */
export function caseOf(question: Question, index: number): Case | undefined {
  const declared = tokensOf(question.declared);
  const live = tokensOf(question.live);
  if (declared === undefined || live === undefined) return undefined;
  return { index, question, declared, live };
}

/** What the words and quoted names of both texts stand for. */
export function namesIn({ declared, live }: Case): ReadonlySet<string> {
  return new Set([...declared, ...live].filter(isName).map(({ value }) => value));
}

/** Whether one of the words stands in either text, not as a quoted name. */
export function hasWord(
  { declared, live }: Pick<Case, 'declared' | 'live'>,
  words: ReadonlySet<string>,
): string | undefined {
  return [...declared, ...live].find(({ kind, value }) => kind === 'name' && words.has(value))?.value;
}

/** Whether it asks other tables, or is a query itself. */
export function isQuery(asked: Case): boolean {
  return asked.question.sees === 'query' || hasWord(asked, QUERIES) !== undefined;
}

const QUERIES = new Set(['select', 'values', 'table']);

/** Whether a token stands for a name. */
export function isName({ kind }: Pick<Token, 'kind'>): boolean {
  return kind === 'name' || kind === 'quoted';
}
