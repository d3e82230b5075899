import type { ChangedFact } from './facts.ts';

/** A fact of a database that is not what it was, in words. */
export function changedFactInWords({ kind, object, fact, before, after }: ChangedFact): string {
  if (fact !== undefined)
    return `${kind} ${object}: ${fact} was ${JSON.stringify(before)}, is ${JSON.stringify(after)}`;
  return after === undefined ? `${kind} ${object} is gone` : `${kind} ${object} is still there`;
}

/**
 * Whether a fact is only where a column stands: one that comes back stands behind the others, since Postgres puts none
 * anywhere else, and one that has been a table's own stays that when the table becomes an heir again.
 */
export function isOnlyPlace({ kind, fact, after }: ChangedFact): boolean {
  if (kind !== 'column') return false;
  return (
    fact === 'position' || (fact === 'local' && after === true) || (fact === 'inherited' && after === false)
  );
}

/**
 * Those of the changes that are to be blamed on whoever said these texts: a role belongs to the whole server, so that one
 * whose name nobody said is somebody else's, who made or dropped it meanwhile.
 */
export function blamedOn(texts: readonly string[], changes: readonly ChangedFact[]): readonly ChangedFact[] {
  return changes.filter(({ kind, object }) => kind !== 'role' || texts.some((text) => text.includes(object)));
}

/**
 * Whether a fact may be another one although all was taken back: where a column stands, and whatever is said of roles,
 * which all databases of a server share, so that others make and drop them meanwhile.
 */
export function mayDiffer(one: ChangedFact): boolean {
  return isOnlyPlace(one) || one.kind === 'role';
}
