import type { Call, Piece, Place } from './piece.ts';

/** A piece with what is to be known of it; none where nothing follows what is said. */
interface Unit {
  readonly notes: readonly string[];
  readonly piece?: Piece;
}

/**
 * The pieces of several fixes as one body: changes of one table that follow each other become one callback, where Knex
 * does them in the same order then.
 */
export function joined(fixes: readonly (readonly Piece[])[]): readonly Piece[] {
  const units: Unit[] = [];
  for (const unit of fixes.flatMap(unitsOf)) {
    const last = units.at(-1);
    const both = last === undefined ? undefined : joinedUnit(last, unit);
    if (both === undefined) units.push(unit);
    else units.splice(-1, 1, both);
  }
  return units.flatMap(({ notes, piece }) => [
    ...(notes.length === 0 ? [] : [{ kind: 'remark', lines: notes } as const]),
    ...(piece === undefined ? [] : [piece]),
  ]);
}

/** What is said stands before what it is about. */
function unitsOf(pieces: readonly Piece[]): readonly Unit[] {
  const units: Unit[] = [];
  let notes: readonly string[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'remark') notes = [...notes, ...piece.lines];
    else {
      units.push({ notes, piece });
      notes = [];
    }
  }
  return notes.length === 0 ? units : [...units, { notes }];
}

function joinedUnit(one: Unit, other: Unit): Unit | undefined {
  const [first, second] = [one.piece, other.piece];
  if (first?.kind !== 'alter' || second?.kind !== 'alter') return undefined;
  if (!isSame(first.table, second.table) || !canFollow(first.calls, second.calls)) return undefined;
  const calls = [...noted(one.notes, first.calls), ...noted(other.notes, second.calls)];
  return { notes: [], piece: { ...first, calls } };
}

function isSame(one: Place, other: Place): boolean {
  return one.schema === other.schema && one.name === other.name;
}

/** Columns are added first: none may need a name that is only free behind what stood before it. */
function canFollow(before: readonly Call[], after: readonly Call[]): boolean {
  const freed = new Set(before.flatMap(({ frees }) => frees ?? []));
  return after.every(({ adds }) => adds === undefined || !freed.has(adds));
}

function noted(notes: readonly string[], [first, ...others]: readonly Call[]): readonly Call[] {
  if (first === undefined) return [];
  const all = [...notes, ...(first.notes ?? [])];
  return [all.length === 0 ? first : { ...first, notes: all }, ...others];
}
