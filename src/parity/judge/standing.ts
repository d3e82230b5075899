import type { Candidate } from './candidate.ts';
import type { Case } from './case.ts';
import type { Knowledge } from './knowledge.ts';
import type { Judgement } from './question.ts';

/** How far the judgement of some questions has come. */
export interface Standing {
  /** In the order of the questions; undefined for what is still open. */
  readonly judgements: readonly (Judgement | undefined)[];
  readonly open: readonly Open[];
  /** Undefined when nothing is open. */
  readonly knowledge: Knowledge | undefined;
}

/** A question that a plan could not decide. */
export interface Open {
  readonly asked: Case;
  /** What stood in the way, as a clause. */
  readonly because: string;
  /** The way in which Postgres could read both texts, where it did. */
  readonly candidate?: Candidate;
}

/** Where judgements are written down while they come in. */
export interface Ledger {
  readonly judgements: (Judgement | undefined)[];
  readonly open: Open[];
}

/** Writes down what was found of a candidate, with what its text says beside the expression. */
export function settle({ judgements }: Ledger, { asked, reading }: Candidate, judgement: Judgement): void {
  const { opclass, collation } = reading;
  judgements[asked.index] = {
    ...judgement,
    ...(opclass === undefined ? {} : { opclass }),
    ...(collation === undefined ? {} : { collation }),
  };
}

/**
 * Printed once, a text need not be the one that Postgres prints when it reads that again, and a database that was
 * restored from a dump holds the second: both sides are fed back until they stay as they are.
 */
export const MOST_GENERATIONS = 6;
