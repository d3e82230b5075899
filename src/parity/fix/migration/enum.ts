import { identityKey, keyOf } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { nameOf } from '../../render/names.ts';
import { dropped } from '../builder/dropped.ts';
import { made } from '../builder/made.ts';
import type { Pieces } from '../builder/piece.ts';
import { raw, remark } from '../knex.ts';
import { asLive } from '../live-terms.ts';
import { sidesOf } from '../sides.ts';
import type { Both, Sides, Subject } from '../sides.ts';
import type { Change } from './change.ts';
import { mappingsOf, replaceType } from './enum-again.ts';
import { decisionOf, isOpen } from './enum-gone.ts';
import { areUsedAtOnce } from './used-labels.ts';

/** What mends an enum. */
export function enumMigration({ attribute, declared, live, values }: Subject, sides: Sides): Pieces {
  if (declared === undefined) return live === undefined ? [] : dropped(live);
  const wanted = asLive(declared, sides, live);
  if (live === undefined) return made([wanted]);
  if (attribute === 'renamed')
    return raw([`ALTER TYPE ${nameOf(live)} RENAME TO ${quoteIdentifier(declared.name)}`]);
  return changedValues({ attribute, live, ...(values && { values }) }, sides) ?? [];
}

/** What puts a new type into the place of an enum; undefined where its values can be changed one by one. */
export function enumReplacement(subject: Subject, sides: Sides): Change | undefined {
  const { declared, live } = subject;
  if (declared === undefined || live === undefined) return undefined;
  const isUsed = areUsedAtOnce(live, newValues(subject), sides);
  if (!isUsed && changedValues(subject, sides) !== undefined) return undefined;
  return replaceType(asLive(declared, sides, live), live, isUsed, sides);
}

/** What becomes of the values that enums lose, in each column of them: only a person knows. */
export function decisionsOnLabels(subjects: readonly Subject[], both: Both): readonly string[] {
  const losing = subjects.filter(
    ({ attribute, declared, live }) =>
      attribute === 'values' && live?.kind === 'enum' && declared !== undefined,
  );
  if (losing.length === 0) return [];
  const sides = sidesOf(both, subjects);
  return losing.flatMap((subject) => {
    const { declared, live } = subject;
    if (declared === undefined || live === undefined || enumReplacement(subject, sides) === undefined)
      return [];
    return mappingsOf(asLive(declared, sides, live), live, sides)
      .filter(isOpen)
      .map(decisionOf);
  });
}

/** Enums with new values that the rest uses, so that these have to be there before. */
export function newLabelsUsedAtOnce(sides: Sides): ReadonlySet<string> {
  const subjects = sides.subjects.filter(
    ({ attribute, declared, live }) =>
      attribute === 'values' && declared?.kind === 'enum' && live !== undefined,
  );
  return new Set(
    subjects.flatMap((subject) => {
      const { declared, live } = subject;
      const isUsed =
        declared !== undefined && live !== undefined && areUsedAtOnce(live, newValues(subject), sides);
      return isUsed ? identityKey(declared) : [];
    }),
  );
}

/** The values that the schema says, and those that there are. */
function valuesOf({ values }: Subject): readonly [ours: readonly string[], theirs: readonly string[]] {
  const [ours, theirs] = (values ?? []) as readonly (readonly string[])[];
  return [ours ?? [], theirs ?? []];
}

/** Those that are added; none where some go, or become others. */
function newValues(subject: Subject): readonly string[] {
  const [ours, theirs] = valuesOf(subject);
  const kept = ours.filter((value) => theirs.includes(value));
  return kept.join('\0') === theirs.join('\0') ? ours.filter((value) => !theirs.includes(value)) : [];
}

function changedValues(subject: Subject, { gone }: Sides): Pieces | undefined {
  const { live } = subject;
  if (live === undefined) return undefined;
  const [ours, theirs] = valuesOf(subject);
  const change = `ALTER TYPE ${nameOf(live)}`;
  if (newValues(subject).length > 0) {
    return [
      ...remark('A new value can be used once the transaction that adds it is over.'),
      ...raw(added(ours, theirs).map((words) => `${change} ADD VALUE ${words}`)),
    ];
  }
  const others = renamedValues(ours, theirs);
  const isGone = ([from]: readonly string[]): boolean =>
    gone?.has(keyOf(identityKey(live), from ?? '')) === true;
  if (others !== undefined && !others.some(isGone)) {
    return [
      ...remark('This takes it for the same value under another name, which rows keep.'),
      ...raw(others.map(([from, to]) => `${change} RENAME VALUE ${literal(from)} TO ${literal(to)}`)),
    ];
  }
  return undefined;
}

/** Each new value beside one that is there by then. */
function added(ours: readonly string[], theirs: readonly string[]): readonly string[] {
  return ours.flatMap((value, index) => {
    if (theirs.includes(value)) return [];
    const before = ours[index - 1];
    if (before !== undefined) return [`${literal(value)} AFTER ${literal(before)}`];
    const [first] = theirs;
    return [first === undefined ? literal(value) : `${literal(value)} BEFORE ${literal(first)}`];
  });
}

/** Values in the same places of which some are called otherwise; undefined where it is not that. */
export function renamedValues(
  ours: readonly string[],
  theirs: readonly string[],
): readonly (readonly [from: string, to: string])[] | undefined {
  if (ours.length !== theirs.length) return undefined;
  const others = theirs
    .map((from, index) => [from, ours[index] ?? ''] as const)
    .filter(([from, to]) => from !== to);
  const isSafe = others.every(([from, to]) => !ours.includes(from) && !theirs.includes(to));
  return isSafe ? others : undefined;
}

function literal(value: string): string {
  return quoteLiteral(value).trim();
}
