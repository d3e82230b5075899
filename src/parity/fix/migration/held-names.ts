import { keyOf } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { cutName } from '../../declared/names.ts';
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

/** Takes names that new objects need from the indexes of tables that nobody declared; empty where none has one. */
export function freeNames(wanted: readonly CatalogObject[], sides: Sides): Pieces {
  const held = heldNames(sides);
  if (held.size === 0) return [];
  const holders = wanted.flatMap(({ kind, schema, name }) =>
    RELATIONS.has(kind) ? (held.get(keyOf(schema, name)) ?? []) : [],
  );
  return raw(
    [...new Set(holders)].map(
      (holder) => `ALTER INDEX ${nameOf(holder)} RENAME TO ${quoteIdentifier(nameBefore(holder.name))}`,
    ),
  );
}

const heldNames: (sides: Sides) => ReadonlyMap<string, CatalogObject> = once(
  (sides) =>
    new Map(
      sides.inDatabase
        .of('index', 'primary key', 'unique', 'exclusion constraint')
        .filter((one) => isOfDropped(one, sides))
        .map((one) => [keyOf(one.schema, one.name), one]),
    ),
);
