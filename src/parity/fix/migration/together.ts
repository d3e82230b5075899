import type { CatalogObject } from '../../../catalog/object.ts';
import { columnsKey, droppedFirst, isKey, targetKey } from '../dropped-first.ts';
import { listed } from '../grouped.ts';
import { VIEWS } from '../kinds.ts';
import type { Pieces } from '../builder/piece.ts';
import { fixText, remark } from '../knex.ts';
import { asLive } from '../live-terms.ts';
import { viewOf } from '../sides.ts';
import type { Sides, Subject } from '../sides.ts';
import { around, asideOfKey, merged, NOTHING, stepsOf } from './aside.ts';
import type { Change } from './change.ts';
import { changeType } from './column-type.ts';
import { enumReplacement } from './enum.ts';
import { migrationPieces } from './index.ts';
import { asWanted } from './wanted.ts';

/** A difference as far as its migration needs it. */
interface One {
  readonly code: string;
  readonly object: string;
  readonly subject: Subject;
}

/**
 * The migrations of differences that others may be in the way of. Those that have something in the way in common can
 * only be made together: a key and the foreign keys to it take another type at once. The first of them does it.
 */
export function migrationsTogether(all: readonly One[], sides: Sides): ReadonlyMap<Subject, string> {
  return new Map([...piecesTogether(all, sides)].map(([subject, pieces]) => [subject, fixText(pieces)]));
}

/** The same in pieces, for a migration that does more. */
export function piecesTogether(all: readonly One[], sides: Sides): ReadonlyMap<Subject, Pieces> {
  const changes = new Map<One, Change>();
  for (const one of all) {
    const change = changeOf(one.subject, sides);
    if (change !== undefined) changes.set(one, change);
  }
  const aside = new Set([...changes.values()].flatMap((change) => change.aside.objects));
  const keys = listed(
    [...aside].filter(({ kind }) => kind === 'foreign key'),
    (key) => targetKey(asWanted(key, sides)),
  );
  for (const one of keys.size === 0 ? [] : all) {
    const change = newKey(one.subject, keys, sides);
    if (change !== undefined) changes.set(one, change);
  }
  const migrations = new Map<Subject, Pieces>();
  for (const members of groupsOf(
    all.filter((one) => changes.has(one)),
    changes,
  )) {
    const leader = members.find(({ subject }) => subject.declared !== undefined) ?? members[0];
    if (leader === undefined) continue;
    const done = remark(`Done with ${leader.code} ${leader.object}: neither can be changed alone.`);
    const again = madeAgainBy(
      members.flatMap((one) => changes.get(one) ?? []),
      sides,
    );
    const shown = again.size === 0 ? [] : all.filter(({ subject }) => isOfAny(again, subject, sides));
    for (const { subject } of [...members, ...shown]) migrations.set(subject, done);
    // What goes is in the way of what has its name.
    const going = members.filter(({ subject }) => subject.declared === undefined);
    const ordered = [...going, ...members.filter((one) => one.subject.declared !== undefined)];
    migrations.set(
      leader.subject,
      together(
        ordered.flatMap((one) => changes.get(one) ?? []),
        sides,
      ),
    );
  }
  return migrations;
}

/** The views and columns that are out of the way meanwhile, and come back as they are to be. */
function madeAgainBy(changes: readonly Change[], sides: Sides): ReadonlySet<CatalogObject> {
  return new Set(
    changes
      .flatMap(({ aside }) => [...aside.views, ...aside.columns.keys()])
      .filter((one) => asWanted(one, sides) !== one),
  );
}

/** Whether a difference is one of these, but for its own name. */
function isOfAny(
  again: ReadonlySet<CatalogObject>,
  { attribute, declared, live }: Subject,
  sides: Sides,
): boolean {
  if (declared === undefined || live === undefined) return false;
  if (VIEWS.has(live.kind) || again.has(live)) return attribute !== 'renamed' && again.has(live);
  const view = live.kind === 'column' ? viewOf(live, sides)?.live : undefined;
  // What a query lets be null, it does whenever it is said.
  return view !== undefined && attribute !== 'nullable' && again.has(view);
}

function changeOf(subject: Subject, sides: Sides): Change | undefined {
  const { attribute, declared, live } = subject;
  if (live === undefined) return undefined;
  if (declared === undefined) {
    if (!isKey(live) || droppedFirst(sides).has(live) || viewOf(live, sides) !== undefined) return undefined;
    return { code: migrationPieces(subject, sides), aside: asideOfKey(live, sides) };
  }
  if (live.kind === 'enum' && attribute === 'values') return enumReplacement(subject, sides);
  const isTyped = live.kind === 'column' && (attribute === 'type' || attribute === 'collation');
  if (!isTyped || viewOf(live, sides) !== undefined) return undefined;
  return changeType(subject, asLive(declared, sides, live), sides);
}

/** A key that has to be there before foreign keys come back which are to lead to it. */
function newKey(
  subject: Subject,
  keys: ReadonlyMap<string, readonly CatalogObject[]>,
  sides: Sides,
): Change | undefined {
  const { attribute, declared, live } = subject;
  if (declared === undefined || live !== undefined || attribute !== 'missing') return undefined;
  const wanted = asLive(declared, sides);
  const objects = isKey(wanted) ? keys.get(columnsKey(wanted)) : undefined;
  return objects && { code: migrationPieces(subject, sides), aside: { ...NOTHING, objects } };
}

/** Those that have something in common are one group, in the order in which their first members come. */
function groupsOf(all: readonly One[], changes: ReadonlyMap<One, Change>): readonly (readonly One[])[] {
  const above = all.map((_, index) => index);
  const topOf = (index: number): number => {
    let top = index;
    while (above[top] !== top) top = above[top] ?? top;
    above[index] = top;
    return top;
  };
  const users = new Map<CatalogObject, number>();
  all.forEach((one, index) => {
    for (const object of usedBy(changes.get(one))) {
      const other = topOf(users.get(object) ?? index);
      const own = topOf(index);
      above[Math.max(own, other)] = Math.min(own, other);
      users.set(object, index);
    }
  });
  const tops = new Map(all.map((one, index) => [one, String(topOf(index))]));
  return [...listed(all, (one) => tops.get(one) ?? '').values()];
}

function usedBy(change: Change | undefined): readonly CatalogObject[] {
  if (change === undefined) return [];
  const { objects, columns, views } = change.aside;
  return [...objects, ...columns.keys(), ...views, ...(change.column === undefined ? [] : [change.column])];
}

function together(changes: readonly Change[], sides: Sides): Pieces {
  const aside = merged(changes.map((change) => change.aside));
  // A column that is made again is made as it is to be.
  const left = changes.filter(({ column }) => column === undefined || !aside.columns.has(column));
  return around(stepsOf(aside, sides), ...left.map(({ code }) => code));
}
