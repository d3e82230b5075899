import { identityKey } from '../../catalog/object.ts';
import { DECLARED_KINDS } from '../declared/model.ts';
import { orderViews } from '../render/view-order.ts';
import { asLive } from './live-terms.ts';
import { viewOf } from './sides.ts';
import type { Sides, Subject } from './sides.ts';

/** What the order looks at. */
interface Placed {
  readonly kind: string;
  readonly attribute: string;
  /** Whether it is a column of a view, which the view's query makes. */
  readonly isOfView: boolean;
  /** Whether it is a column that is calculated from others. */
  readonly isGenerated: boolean;
  /** Of views that come or go: which one reads which. */
  readonly turn: number;
}

const TYPES = new Set(['role', 'schema', 'enum', 'sequence']);
const VIEWS = new Set(['view', 'materialized view']);
const WHOLE = new Set(['missing', 'undeclared', 'renamed', 'kind']);

/** Facts of a column in an order in which each can be changed after those before it. */
const COLUMN_FACTS = ['type', 'default', 'generated', 'generation', 'identity', 'serial'];

/**
 * Puts differences into an order in which their migrations can follow each other: types before what is of them, what
 * is in the way before what takes its place, and new names last, since all others are written in the names that the
 * database has.
 */
export function inRunningOrder<One extends { readonly kind: string; readonly subject: Subject }>(
  all: readonly One[],
  sides: Sides,
): readonly One[] {
  const turns = viewTurns(sides);
  const ranked = all.map((one) => ({ one, rank: rankOf(placeOf(one, sides, turns)) }));
  return ranked
    .toSorted((a, b) => {
      const at = a.rank.findIndex((value, index) => value !== b.rank[index]);
      return at === -1 ? 0 : (a.rank[at] ?? 0) - (b.rank[at] ?? 0);
    })
    .map(({ one }) => one);
}

function placeOf(
  { kind, subject: { attribute, declared, live } }: { readonly kind: string; readonly subject: Subject },
  sides: Sides,
  turns: ReadonlyMap<string, number>,
): Placed {
  const object = declared ?? live;
  return {
    kind,
    attribute,
    isOfView: kind === 'column' && object !== undefined && viewOf(object, sides) !== undefined,
    isGenerated: kind === 'column' && typeof (object?.facts.generated ?? null) === 'string',
    turn: object === undefined ? 0 : (turns.get(identityKey(object)) ?? 0),
  };
}

/** Views that are not on both sides, each after those that it reads. */
function viewTurns(sides: Sides): ReadonlyMap<string, number> {
  const isView = ({ kind }: { readonly kind: string }): boolean => VIEWS.has(kind);
  const missing = sides.missing.filter(isView).map((view) => asLive(view, sides));
  const undeclared = sides.undeclared.filter(isView);
  return new Map(
    [...orderViews(missing), ...orderViews(undeclared)].map((view, index) => [identityKey(view), index]),
  );
}

function rankOf(place: Placed): readonly number[] {
  const kind = kindIndex(place.kind);
  const stage = stageOf(place);
  if (VIEWS.has(place.kind) && place.attribute === 'undeclared') return [stage, -place.turn];
  if (VIEWS.has(place.kind) && place.attribute === 'missing')
    return [stage, DECLARED_KINDS.length, place.turn];
  if (place.attribute === 'undeclared' || place.attribute === 'renamed')
    return [stage, -kind, place.isGenerated ? 0 : 1];
  const fact = COLUMN_FACTS.indexOf(place.attribute);
  return [stage, kind, fact === -1 ? COLUMN_FACTS.length : fact, place.isGenerated ? 1 : 0];
}

function stageOf({ kind, attribute, isOfView }: Placed): number {
  if (attribute === 'renamed') return 9;
  const isView = VIEWS.has(kind) || isOfView;
  // A view that is made again takes those that read it along, whether they are declared or not.
  if (attribute === 'undeclared' && VIEWS.has(kind)) return 7;
  if (isView) return 6;
  if (attribute === 'undeclared') return isPart(kind) ? 4 : 8;
  if (kind === 'policy') return 7;
  if (TYPES.has(kind)) return WHOLE.has(attribute) ? 0 : 1;
  if (!isPart(kind)) return WHOLE.has(attribute) ? 2 : 1;
  return attribute === 'missing' ? 5 : 3;
}

/** Whether a kind lives in a table beside its columns. */
function isPart(kind: string): boolean {
  return kindIndex(kind) > kindIndex('column') && !VIEWS.has(kind);
}

function kindIndex(kind: string): number {
  return DECLARED_KINDS.findIndex((one) => one === kind);
}
