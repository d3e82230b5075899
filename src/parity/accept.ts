import type { Difference, Undecided, Verdict } from './verdict.ts';

/** A difference that somebody has looked at and wants to keep, with the reason. */
export interface AcceptedEntry {
  readonly code: string;
  /** As the verdict writes it: `auth.users.email`. */
  readonly object: string;
  readonly reason: string;
}

/** The verdict without what was accepted. An entry that nothing needs any more is a difference itself. */
export function acceptDifferences(verdict: Verdict, entries: readonly AcceptedEntry[]): Verdict {
  if (entries.length === 0) return verdict;
  const keyOf = ({ code, object }: Pick<Difference, 'code' | 'object'>): string =>
    JSON.stringify([code, object]);
  const reasons = new Map(entries.map((entry) => [keyOf(entry), entry.reason]));
  const isAccepted = (one: Difference | Undecided): boolean => reasons.has(keyOf(one));
  const found = [...verdict.differences, ...verdict.undecided].filter(isAccepted);
  const needed = new Set(found.map(keyOf));
  const differences = [
    ...verdict.differences.filter((one) => !isAccepted(one)),
    ...entries.filter((entry) => !needed.has(keyOf(entry))).map(stale),
  ];
  const undecided = verdict.undecided.filter((one) => !isAccepted(one));
  return {
    ...verdict,
    agrees: differences.length === 0 && undecided.length === 0,
    differences,
    undecided,
    accepted: found.map((one) => ({
      code: one.code,
      object: one.object,
      reason: reasons.get(keyOf(one)) ?? '',
    })),
  };
}

function stale({ code, object, reason }: AcceptedEntry): Difference {
  return {
    code: 'accepted/stale',
    kind: 'accepted',
    identity: { kind: 'accepted', schema: null, parent: null, name: `${code} ${object}` },
    object,
    group: null,
    attribute: 'stale',
    declared: undefined,
    live: undefined,
    message: `${object}: [${code}] is accepted (${reason}), but there is no such difference any more`,
    fix: { schema: 'take the entry out of the file of accepted differences', migration: 'none is needed' },
    origin: undefined,
  };
}
