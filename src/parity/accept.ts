import type { Difference, Undecided, Verdict } from './verdict.ts';

/** A difference that somebody has looked at and wants to keep, with the reason. */
export interface AcceptedEntry {
  readonly code: string;
  /** As the verdict writes it: `auth.users.email`. */
  readonly object: string;
  readonly reason: string;
}

type Found = Pick<Difference, 'code' | 'object'>;

/** The verdict without what was accepted. An entry that no difference answers to is a difference itself. */
export function acceptDifferences(verdict: Verdict, entries: readonly AcceptedEntry[]): Verdict {
  if (entries.length === 0) return verdict;
  const keyOf = ({ code, object }: Found): string => JSON.stringify([code, object]);
  const reasons = new Map(entries.map((entry) => [keyOf(entry), entry.reason]));
  const isAccepted = (one: Difference | Undecided): boolean => reasons.has(keyOf(one));
  const all = [...verdict.differences, ...verdict.undecided];
  const found = all.filter(isAccepted);
  const needed = new Set(found.map(keyOf));
  const others = all.filter((one) => !isAccepted(one));
  const differences = [
    ...verdict.differences.filter((one) => !isAccepted(one)),
    ...entries.filter((entry) => !needed.has(keyOf(entry))).map((entry) => stale(entry, others)),
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

function stale({ code, object, reason }: AcceptedEntry, others: readonly Found[]): Difference {
  const near = nearest({ code, object }, others);
  const entry = near === undefined ? '' : JSON.stringify({ code: near.code, object: near.object });
  return {
    code: 'accepted/stale',
    kind: 'accepted',
    identity: { kind: 'accepted', schema: null, parent: null, name: `${code} ${object}` },
    object,
    group: null,
    attribute: 'stale',
    declared: undefined,
    live: undefined,
    message: `${object}: [${code}] is accepted (${reason}), but there is no such difference`,
    fix: {
      schema: `take the entry out of the file of accepted differences${near === undefined ? '' : `, or write ${entry} where that is meant`}`,
      migration: '// Nothing: it is not about the database.',
    },
    origin: undefined,
  };
}

/** The difference that was perhaps meant: the same of the object, or the same code of one that is nearly called so. */
function nearest(meant: Found, others: readonly Found[]): Found | undefined {
  const [candidate] = others
    .map((one) => ({ one, score: likeness(meant, one) }))
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score);
  return candidate?.one;
}

function likeness(meant: Found, other: Found): number {
  const [ours, theirs] = [partsOf(meant.object), partsOf(other.object)];
  const isSame = meant.object.toLowerCase() === other.object.toLowerCase();
  // One of the parts is missing, as the namespace or the table.
  const [short, long] = ours.length < theirs.length ? [ours, theirs] : [theirs, ours];
  const isPart = short.at(-1) === long.at(-1) && short.every((part) => long.includes(part));
  if (!isSame && !isPart) return 0;
  const [kind, fact] = meant.code.split('/');
  const [otherKind, otherFact] = other.code.split('/');
  return 1 + (isSame ? 2 : 0) + (kind === otherKind ? 2 : 0) + (fact === otherFact ? 1 : 0);
}

function partsOf(object: string): readonly string[] {
  return object.toLowerCase().split('.');
}
