import type { ChangedFact } from '../facts.ts';
import type { Finding } from '../lint/finding.ts';
import type { ProbedStatement } from '../probe/probed.ts';
import type { MigrationFile } from '../migration-folder.ts';
import type { Proofs } from './lock-file.ts';
import type { UnfilledTable } from './rows/fill.ts';

/** At which point of a proof something was found. */
export type ProofStep = 'up' | 'down' | 'down with later rows' | 'second up';

/** Something by which a migration is not what it claims to be. */
export type ProofFinding =
  | { readonly step: ProofStep; readonly kind: 'failure'; readonly words: string }
  | { readonly step: ProofStep; readonly kind: 'fact'; readonly difference: ChangedFact }
  | { readonly step: ProofStep; readonly kind: 'rows'; readonly words: string };

/** On which rows the up worked: all that were made up, only ordinary ones, or none but those that migrations make. */
export type ProofRows = 'all' | 'plain' | 'none';

/** What is said of one migration. */
export interface MigrationProof extends MigrationFile {
  /**
   * `known`: its proof holds, and it was only applied; `untried`: one before it failed, or it was not asked for.
   */
  readonly outcome: 'reversible' | 'irreversible' | 'failed' | 'known' | 'untried';
  /** Why it cannot be taken back, where it says so. */
  readonly reason: string | undefined;
  readonly findings: readonly ProofFinding[];
  readonly rows: ProofRows;
  /** What the server said to more rows than it worked on. */
  readonly refusal: string | undefined;
  /** What its down does not bring back, though nothing is wrong with it: rows that were given up on purpose. */
  readonly loses: readonly string[];
  /** What else is worth knowing. */
  readonly notes: readonly string[];
  /** What was seen of each statement of its first up, where that was asked for. */
  readonly statements: readonly ProbedStatement[] | undefined;
  /** What is dangerous in them, where they were looked at. */
  readonly hazards: readonly Finding[];
  readonly milliseconds: number;
}

export interface ProofResult {
  /** All migrations, in their order. */
  readonly migrations: readonly MigrationProof[];
  /** What is to be kept: what was known and still holds, and what was proven now. */
  readonly proofs: Proofs;
  /** Tables for which no row was accepted, so that nothing is known of what migrations do to their rows. */
  readonly unfilled: readonly UnfilledTable[];
  /** Whether nothing failed and nothing that was asked for is left untried. */
  readonly isProven: boolean;
  /** Whether a first up failed on an empty table too: nothing can be said of its way back. */
  readonly isBroken: boolean;
}
