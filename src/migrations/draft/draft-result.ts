import type { Finding } from '../lint/finding.ts';
import type { Destroyed } from './destroyed.ts';
import type { Proofs } from '../proof/lock-file.ts';
import type { ProofResult } from '../proof/proof-result.ts';

/** A question that only a person can answer: whether something has another name from now on. */
export interface RenameQuestion {
  readonly kind: string;
  /** What is in the database, and is not declared: `auth.users.name`. */
  readonly from: string;
  /** What it may be from now on, the likeliest first. */
  readonly candidates: readonly string[];
}

/** One migration of a draft. */
export interface DraftFile {
  /** Its name without timestamp. */
  readonly name: string;
  /** The text of the file. */
  readonly text: string;
  /** The statements that it runs, in order. */
  readonly up: readonly string[];
  readonly down: readonly string[];
  readonly isTransactional: boolean;
  /** What a person has to decide in it before it is deployed. */
  readonly decisions: readonly string[];
}

/** What was proven, by the names of the files: without what is dangerous, and with that too. */
export interface DraftProofs {
  readonly safe: Proofs;
  readonly accepted: Proofs;
}

/** A migration that was written from what differs, and tried out. */
export interface Draft {
  /** One, or several that are deployed in this order; none where nothing differs. */
  readonly files: readonly DraftFile[];
  /** The statements of all of them. */
  readonly up: readonly string[];
  /** The way back, the last migration first. */
  readonly down: readonly string[];
  /** The TypeScript of all files, each under its name where there are several. */
  readonly file: string;
  /** Renames that only a person can decide: where there is one, nothing is drafted. */
  readonly questions: readonly RenameQuestion[];
  /** What goes with what it holds. */
  readonly destroys: readonly Destroyed[];
  /** What the way back does not bring back, and why. */
  readonly irreversible: readonly string[];
  /** What stands in the way of an application meanwhile, with the safe form. */
  readonly hazards: readonly Finding[];
  /** What was seen of it when it was run up, down and up; undefined where there was nothing to prove. */
  readonly proof: ProofResult | undefined;
  readonly proofs: DraftProofs | undefined;
}
