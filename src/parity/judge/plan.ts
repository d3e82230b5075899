import type { Answer, Statement } from '../../catalog/batch.ts';

/** The part of a plan that is looked into. */
export interface Plan {
  readonly 'Node Type': string;
  readonly 'Parent Relationship'?: string;
  readonly Output?: readonly string[];
  /** The name that a table goes by. */
  readonly Alias?: string;
  readonly Plans?: readonly Plan[];
}

/** A statement that has Postgres print expressions after it has simplified them, without computing a row. */
export function explain(expressions: readonly string[], from = ''): Statement {
  return explainQuery(`SELECT ${expressions.join(', ')}${from}`);
}

/** A statement that has Postgres print the plan of a query. */
export function explainQuery(query: string): Statement {
  return { text: `EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) ${query}` };
}

/** The plan that such a statement gave. */
export function planOf(answer: Answer | undefined): Plan {
  const [explained] = answer?.rows[0]?.[0] as readonly [{ readonly Plan: Plan }];
  return explained.Plan;
}

/**
 * Whether each expression shows in full at the top of the plan: it does not when it asks a query of its own, gives
 * several rows or looks at several.
 */
export function isPlain(plan: Plan): boolean {
  // Beneath a table's row may be what its own policies ask; that is no part of the expressions.
  return (
    (plan['Node Type'] === 'Result' || plan['Node Type'] === 'Function Scan') &&
    (plan.Plans ?? []).every((child) => child['Parent Relationship'] === 'Outer')
  );
}
