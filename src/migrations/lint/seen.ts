import { sqlTokens } from '../../parity/declared/sql-tokens.ts';
import type { ProbedChange, ProbedColumn } from '../probe/changed.ts';
import { LOCK_MODES } from '../probe/probed.ts';
import type { LockMode, ProbedLock, ProbedStatement } from '../probe/probed.ts';

/** The changes of one kind that a statement made. */
export function changesOf<What extends ProbedChange['what']>(
  { changes }: ProbedStatement,
  what: What,
): readonly Extract<ProbedChange, { readonly what: What }>[] {
  return changes.filter(
    (change): change is Extract<ProbedChange, { readonly what: What }> => change.what === what,
  );
}

/** Whether a lock is as strong as another one, or stronger. */
export function isAtLeast(mode: LockMode, other: LockMode): boolean {
  return LOCK_MODES.indexOf(mode) >= LOCK_MODES.indexOf(other);
}

/** The locks that are in force while a statement runs. */
export function inForce({ locks, held }: ProbedStatement): readonly ProbedLock[] {
  return [...locks, ...held];
}

/** Whether nobody can read a relation while the statement runs. */
export function isShut(statement: ProbedStatement, relation: string): boolean {
  return inForce(statement).some((lock) => lock.relation === relation && lock.mode === 'AccessExclusive');
}

/** Whether a statement wrote a table anew or read all of it; one that changes the table's columns or rules does so alone. */
export function worksOn({ rewritten, scanned }: ProbedStatement, table: string): boolean {
  return rewritten.includes(table) || scanned.includes(table);
}

/** The words of a statement, in lower case, without names in quotes and texts. */
export function wordsOf(sql: string): readonly string[] {
  return sqlTokens(sql).flatMap(({ kind, text }) => (kind === 'word' ? [text.toLowerCase()] : []));
}

/** How large a table is, as far as the planner knows: ` of about 40 rows`. */
export function sizeOf(statement: ProbedStatement, table: string): string {
  const rows = inForce(statement).find((lock) => lock.relation === table)?.rows;
  return rows === undefined ? '' : ` (about ${rows.toLocaleString('en')} rows here)`;
}

/** Whether a column counts by itself: serial or identity. */
export function isCounter({ identity, default: value }: ProbedColumn): boolean {
  return identity !== '' || value?.startsWith('nextval(') === true;
}
