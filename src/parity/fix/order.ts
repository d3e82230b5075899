import { identityKey } from '../../catalog/object.ts';
import { DECLARED_KINDS } from '../declared/model.ts';
import { orderViews } from '../render/view-order.ts';
import { droppedFirst } from './dropped-first.ts';
import { asLive } from './live-terms.ts';
import { isMadeLater } from './migration/wanted.ts';
import { viewOf } from './sides.ts';
import type { Sides, Subject } from './sides.ts';

/** What the order looks at. */
interface Placed {
  readonly kind: string;
  readonly attribute: string;
  /** Whether it is a column of a view, which the view's query makes, or an index of one. */
  readonly isOfView: boolean;
  /** Whether it is a column that is calculated from others. */
  readonly isGenerated: boolean;
  /** Of views that come or go: which one reads which. */
  readonly turn: number;
  /** Whether it goes before all else. */
  readonly isFirst: boolean;
  /** Whether it is a column that is made once all types are what they are to be. */
  readonly isLate: boolean;
}

const TYPES = new Set(['role', 'schema', 'enum', 'sequence']);
const VIEWS = new Set(['view', 'materialized view']);
const PARTS_OF_VIEWS = new Set(['column', 'index']);
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
    isOfView: PARTS_OF_VIEWS.has(kind) && object !== undefined && viewOf(object, sides) !== undefined,
    isGenerated: kind === 'column' && typeof (object?.facts.generated ?? null) === 'string',
    turn: object === undefined ? 0 : (turns.get(identityKey(object)) ?? 0),
    isFirst: declared === undefined && live !== undefined && droppedFirst(sides).has(live),
    isLate: declared !== undefined && isMadeLater(declared, sides),
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
  if (VIEWS.has(place.kind) && place.attribute === 'undeclared')
    return [stage, -DECLARED_KINDS.length, -place.turn];
  if (VIEWS.has(place.kind) && place.attribute === 'missing')
    return [stage, DECLARED_KINDS.length, place.turn];
  if (place.attribute === 'undeclared' || place.attribute === 'renamed')
    return [stage, -kind, place.isGenerated ? 0 : 1];
  const fact = COLUMN_FACTS.indexOf(place.attribute);
  return [stage, kind, fact === -1 ? COLUMN_FACTS.length : fact, place.isGenerated ? 1 : 0];
}

/**
 * First what is new and needs nothing, then what is in the way, then columns, and all that is on them once these are
 * what they are to be: keys before what leads to them, tables before views.
 */
const STAGES = [
  ...['types', 'dropped first', 'new columns', 'columns', 'columns of columns'],
  ...['parts', 'new parts', 'new tables', 'foreign keys', 'keys', 'views', 'indexes of views', 'policies'],
  ...['undeclared views', 'undeclared', 'renamed'],
] as const;

function stageOf(place: Placed): number {
  return STAGES.indexOf(stageNamed(place));
}

function stageNamed({ kind, attribute, isOfView, isFirst, isLate }: Placed): (typeof STAGES)[number] {
  if (attribute === 'renamed') return 'renamed';
  if (isFirst) return 'dropped first';
  // A view that is made again takes those that read it along, whether they are declared or not.
  if (attribute === 'undeclared' && VIEWS.has(kind)) return 'undeclared views';
  if (isOfView && kind === 'index') return 'indexes of views';
  if (VIEWS.has(kind) || isOfView) return 'views';
  if (attribute === 'undeclared') return isPart(kind) ? 'keys' : 'undeclared';
  if (kind === 'policy') return 'policies';
  if (kind === 'foreign key') return 'foreign keys';
  const isWhole = WHOLE.has(attribute);
  if (TYPES.has(kind)) return isWhole ? 'types' : 'columns';
  if (kind === 'table') return isWhole ? 'new tables' : 'columns';
  if (kind === 'column') return !isWhole ? 'columns' : isLate ? 'columns of columns' : 'new columns';
  return attribute === 'missing' ? 'new parts' : 'parts';
}

/** Whether a kind lives in a table beside its columns. */
function isPart(kind: string): boolean {
  return kindIndex(kind) > kindIndex('column') && !VIEWS.has(kind);
}

function kindIndex(kind: string): number {
  return DECLARED_KINDS.findIndex((one) => one === kind);
}
