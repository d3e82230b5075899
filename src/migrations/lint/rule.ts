import type { ProbedStatement } from '../probe/probed.ts';

/** A statement with what stands around it in its migration. */
export interface Subject {
  readonly statement: ProbedStatement;
  /** Its words, in lower case, without names in quotes and texts. */
  readonly words: readonly string[];
  /** The statements of the migration before it, and behind it. */
  readonly before: readonly ProbedStatement[];
  readonly after: readonly ProbedStatement[];
  /** Whether the migration runs in one transaction. */
  readonly isTransactional: boolean;
}

/** What a rule finds, in the three parts of a message. */
export interface Found {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** A danger that a statement may be. */
export interface Rule {
  /** Named for the danger; the page of docs/lint has its name. */
  readonly id: string;
  readonly title: string;
  readonly judge: (subject: Subject) => readonly Found[];
}
