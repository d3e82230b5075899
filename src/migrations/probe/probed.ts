import type { ProbedChange } from './changed.ts';

/** What Postgres calls the locks on tables, from the weakest to the strongest. */
export const LOCK_MODES = [
  'AccessShare',
  'RowShare',
  'RowExclusive',
  'ShareUpdateExclusive',
  'Share',
  'ShareRowExclusive',
  'Exclusive',
  'AccessExclusive',
] as const;

export type LockMode = (typeof LOCK_MODES)[number];

/** What has locks, rows or both. */
export type RelationKind = 'table' | 'index' | 'view' | 'materialized view' | 'sequence';

/** A lock that a statement took, or made stronger, on something that others see. */
export interface ProbedLock {
  /** The table, index, view or sequence, as SQL named it before the statement. */
  readonly relation: string;
  readonly kind: RelationKind;
  readonly mode: LockMode;
  /** About how many rows it has, as the planner knows; undefined where it has never been looked at. */
  readonly rows: number | undefined;
}

/** How many rows of a table, there before the migration, a statement wrote. */
export interface ProbedWrite {
  readonly relation: string;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** What the server told beside its answer. */
export interface ProbedNotice {
  readonly code: string;
  readonly message: string;
}

/** A statement that a migration sent, with what was seen of it where it ran. */
export interface ProbedStatement {
  /** As it was sent, with $1, $2 for values. */
  readonly sql: string;
  readonly values: readonly unknown[];
  readonly milliseconds: number;
  /** Whether its locks are held until a transaction of the migration ends. */
  readonly inTransaction: boolean;
  /** Which transaction it ran in, of those that were seen: statements of one number share their locks. */
  readonly transaction: number;
  /** The locks that it took on what was there before the migration; what the migration made itself nobody waits for. */
  readonly locks: readonly ProbedLock[];
  /** Locks of statements before it, which are still held while it runs. */
  readonly held: readonly ProbedLock[];
  /** Tables and indexes, there before the migration, that were written anew. */
  readonly rewritten: readonly string[];
  /** Tables, there before the migration, that were emptied by TRUNCATE. */
  readonly emptied: readonly string[];
  /** Tables, there before the migration, that were read from one end to the other. */
  readonly scanned: readonly string[];
  /** Indexes that it built on tables that were there before. */
  readonly built: readonly string[];
  /** Rows that it wrote in tables that were there before. */
  readonly written: readonly ProbedWrite[];
  /** What of the catalogue it changed, on what was there before. */
  readonly changes: readonly ProbedChange[];
  readonly notices: readonly ProbedNotice[];
  /** Milliseconds that a statement may wait for a lock after it; 0 is for ever. */
  readonly lockTimeout: number | undefined;
  /** What the server said, where it failed. */
  readonly error?: string;
  /** The server's code of that error. */
  readonly errorCode?: string;
  /** The table and the column that the server says it is about. */
  readonly errorAbout?: { readonly schema: string; readonly table: string; readonly column: string };
}
