import { address, keyOf } from '../../catalog/object.ts';
import type { DeclaredKind, DeclaredObject } from './model.ts';
import { numberedName } from './names.ts';
import { placeOf } from './reading.ts';
import type { Reading } from './reading.ts';

/** Postgres keeps the names of these in one list for each namespace: an index cannot be called as a table is. */
const RELATIONS = new Set<DeclaredKind>([
  'table',
  'view',
  'materialized view',
  'sequence',
  'index',
  'primary key',
  'unique',
]);
const CONSTRAINTS = new Set<DeclaredKind>(['primary key', 'unique', 'foreign key', 'check']);
/** A table is a type too. */
const TYPES = new Set<DeclaredKind>(['enum', 'table', 'view', 'materialized view']);
/** Said twice they say the same: in two modules, or at a column and again beside the columns. */
const REPEATABLE = new Set<DeclaredKind>(['schema', 'role', 'enum', 'sequence', 'foreign key']);

const CUT_APART = new Set<DeclaredKind>(['enum', 'sequence']);
/** A character has four bytes at most, and a name that was cut has no room for one more. */
const SURELY_WHOLE = 60;

/**
 * Sees to it that each name is there once. What a person named twice is a mistake; a name that nobody chose makes
 * room, since it is not compared.
 */
export function settleNames(objects: readonly DeclaredObject[], reading: Reading): readonly DeclaredObject[] {
  const taken = new Map<string, DeclaredObject>();
  const settled = new Map<DeclaredObject, DeclaredObject>();
  const byChoice = [...objects.filter(({ named }) => named), ...objects.filter(({ named }) => !named)];
  for (const object of byChoice) {
    const keys = keysOf(object);
    const other = firstTaken(keys, taken);
    const isRepeated = other !== undefined && isSame(object, other);
    if (isRepeated && REPEATABLE.has(object.kind) && !isPerhapsCut(object)) continue;
    if (other !== undefined && (object.named || isRepeated)) {
      reading.mistakes.push(duplicate(object, other));
      continue;
    }
    const free = other === undefined ? object : renamed(object, taken);
    for (const key of other === undefined ? keys : keysOf(free)) taken.set(key, free);
    settled.set(object, free);
  }
  return objects.map((object) => settled.get(object)).filter((object) => object !== undefined);
}

function firstTaken(
  keys: readonly string[],
  taken: ReadonlyMap<string, DeclaredObject>,
): DeclaredObject | undefined {
  for (const key of keys) {
    const other = taken.get(key);
    if (other !== undefined) return other;
  }
  return undefined;
}

/** As Postgres does it: with the first number that is free. */
function renamed(object: DeclaredObject, taken: ReadonlyMap<string, DeclaredObject>): DeclaredObject {
  for (let number = 1; ; number += 1) {
    const other = { ...object, name: numberedName(object.name, number) };
    if (firstTaken(keysOf(other), taken) === undefined) return other;
  }
}

/** Two names that somebody chose may be one only because Postgres keeps no more of them. */
function isPerhapsCut({ kind, name }: DeclaredObject): boolean {
  return CUT_APART.has(kind) && Buffer.byteLength(name) >= SURELY_WHOLE;
}

function isSame(one: DeclaredObject, other: DeclaredObject): boolean {
  const said = ({ kind, parent, existing, facts }: DeclaredObject) =>
    JSON.stringify([kind, parent, existing, facts]);
  return said(one) === said(other);
}

function keysOf({ kind, schema, parent, name }: DeclaredObject): readonly string[] {
  const keys: string[] = [];
  if (RELATIONS.has(kind)) keys.push(keyOf('relation', schema, null, name));
  if (CONSTRAINTS.has(kind)) keys.push(keyOf('constraint', schema, parent, name));
  if (TYPES.has(kind)) keys.push(keyOf('type', schema, null, name));
  return keys.length === 0 ? [keyOf(kind, schema, parent, name)] : keys;
}

function duplicate(object: DeclaredObject, other: DeclaredObject) {
  const [first, second] = [placeOf(other.origin), placeOf(object.origin)];
  const [theirs, ours] = [called(other), called(object)];
  const what = theirs === ours ? `the ${ours}` : `the ${theirs} and the ${ours} under one name`;
  return {
    code: 'parity/duplicate-name',
    what:
      first === second
        ? `${first} declares ${what}${theirs === ours ? ' twice' : ''}`
        : `${first} and ${second} both declare ${what}`,
    ...(object.named
      ? {
          why: 'Postgres keeps 63 bytes of a name, and can have it once',
          fix: 'rename one of them; one object may be exported under two names',
        }
      : { why: 'they are the same, and so are the names that Drizzle makes up', fix: 'keep one of them' }),
  };
}

function called(object: DeclaredObject): string {
  return `${object.kind} ${address(object)}`;
}
