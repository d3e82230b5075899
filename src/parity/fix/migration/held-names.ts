import { keyOf } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { cutName } from '../../declared/names.ts';
import { textsFact } from '../../render/facts.ts';
import { nameOf } from '../../render/names.ts';
import type { Pieces } from '../builder/piece.ts';
import { raw } from '../knex.ts';
import { once } from '../sides.ts';
import type { Sides } from '../sides.ts';
import { isOfDropped } from './dependents.ts';

const SUFFIX = '_before';
const LONGEST_NAME = 63;
/** Kinds that share one name space, with the indexes that constraints are kept by. */
const RELATIONS = new Set([
  ...['table', 'view', 'materialized view', 'sequence', 'foreign table'],
  ...['index', 'primary key', 'unique', 'exclusion constraint'],
]);

/** A name that another object can have while the first of the name is still there. */
export function nameBefore(name: string): string {
  return `${cutName(name, LONGEST_NAME - SUFFIX.length)}${SUFFIX}`;
}

/**
 * Takes names that new objects need from what has them and goes, and from what no schema can declare; empty where
 * nothing has one.
 */
export function freeNames(wanted: readonly CatalogObject[], sides: Sides): Pieces {
  const held = heldNames(sides);
  if (held.size === 0) return [];
  const holders = wanted.flatMap((one) =>
    namesTaken(one).flatMap(([schema, name]) => held.get(keyOf(schema ?? null, name ?? null)) ?? []),
  );
  return raw(
    [...new Set(holders)].map(
      (holder) =>
        `ALTER ${holder.kind === 'sequence' ? 'SEQUENCE' : 'INDEX'} ${nameOf(holder)} RENAME TO ${quoteIdentifier(nameBefore(holder.name))}`,
    ),
  );
}

/** Its own, and that of the sequence that a column counts with. */
function namesTaken(one: CatalogObject): readonly (readonly (string | null)[])[] {
  if (RELATIONS.has(one.kind)) return [[one.schema, one.name]];
  const sequence = one.kind === 'column' ? textsFact(one, 'sequenceName') : [];
  return sequence.length === 0 ? [] : [sequence];
}

const heldNames: (sides: Sides) => ReadonlyMap<string, CatalogObject> = once(
  (sides) =>
    new Map(
      sides.inDatabase
        .of('index', 'primary key', 'unique', 'exclusion constraint', 'sequence')
        .filter(
          (one) =>
            one.kind === 'exclusion constraint' ||
            isOfDropped(one.kind === 'sequence' ? owned(one) : one, sides),
        )
        .map((one) => [keyOf(one.schema, one.name), one]),
    ),
);

/** A sequence as a part of the table that it belongs to. */
function owned(sequence: CatalogObject): CatalogObject {
  const [schema = null, parent = null] = textsFact(sequence, 'ownedBy');
  return { ...sequence, schema, parent };
}
