import { identityKey } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { ended, parenthesised } from '../../render/expression.ts';
import { textFact } from '../../render/facts.ts';
import { nameOf, ownerOf } from '../../render/names.ts';
import type { Pieces } from '../builder/piece.ts';
import { raw, remark } from '../knex.ts';
import type { Sides } from '../sides.ts';
import { makeIdentity, makeSerial, ownSequenceOf } from './counter.ts';
import { around, asideOfColumn, stepsOf } from './aside.ts';

/** The first version that gives a generated column another expression without making it again. */
const SETS_EXPRESSION = 17;

/** Changes where the values of a column come from when a row gives none. */
export function changeValue(
  attribute: string,
  wanted: CatalogObject,
  live: CatalogObject,
  sides: Sides,
): Pieces {
  const value = textFact(wanted, 'default');
  const assigned = value === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${ended(value)}`;
  // A virtual column holds nothing that could stay.
  if (live.facts.generated === 'virtual' && wanted.facts.generated !== 'virtual')
    return remade(live, wanted, sides);
  const done = doneWith(attribute, wanted, live, sides);
  if (done !== undefined) return remark(`Done with ${done}.`);
  if (attribute === 'identity') return changeIdentity(assigned, wanted, live, sides);
  if (attribute === 'serial') {
    if (wanted.facts.serial !== true) {
      // It came with the column's being serial, and is nothing that a schema would declare.
      const counter = sides.fills === true ? ownedBy(live, sides) : undefined;
      return raw([
        ...alter(live, ...freed(live, wanted, sides), ...(isTyped(live, sides) ? [] : [assigned])),
        ...(counter === undefined || sides.declared.some((one) => identityKey(one) === identityKey(counter))
          ? []
          : [`DROP SEQUENCE ${nameOf(counter)}`]),
      ]);
    }
    return raw([...alter(live, ...freed(live, wanted, sides)), ...makeSerial(wanted, live, sides)]);
  }
  if (attribute === 'default') return raw(alter(live, ...freed(live, wanted, sides), assigned));
  const generation = textFact(wanted, 'generation');
  if (generation === undefined)
    return raw(alter(live, ...freed(live, wanted, sides), ...(value === undefined ? [] : [assigned])));
  return live.facts.generated === wanted.facts.generated && sides.version >= SETS_EXPRESSION
    ? raw(alter(live, `SET EXPRESSION AS ${parenthesised(generation)}`))
    : remade(live, wanted, sides);
}

/** What else of the column brings a fact along, where anything does. */
function doneWith(
  attribute: string,
  wanted: CatalogObject,
  live: CatalogObject,
  sides: Sides,
): string | undefined {
  const isIdentity = textFact(wanted, 'identity') !== undefined;
  // A column that becomes an identity loses its default with that; that of a serial one comes with its sequence.
  if ((attribute === 'serial' || attribute === 'default') && isIdentity) return 'the identity';
  const isMadeSerial = wanted.facts.serial === true && live.facts.serial !== true;
  if (attribute === 'default' && isMadeSerial) return 'the sequence that makes it serial';
  if (attribute === 'identity' && isMadeSerial && isOther(live, 'serial', sides))
    return 'the sequence that makes it serial';
  if (attribute !== 'default') return undefined;
  // Its default was out of the way meanwhile.
  if (isTyped(live, sides) && live.facts.serial !== true && textFact(live, 'default') !== undefined)
    return 'the type';
  if (typeof live.facts.identity === 'string' && isOther(live, 'identity', sides))
    return 'what becomes of the identity';
  if (live.facts.generated === 'stored' && isOther(live, 'generated', sides))
    return 'what becomes of the expression';
  return undefined;
}

/** Whether another fact of a column is changed too. */
function isOther(live: CatalogObject, attribute: string, { subjects }: Sides): boolean {
  return subjects.some((one) => one.live === live && one.attribute === attribute);
}

/** Whether its type becomes another one, with which a default that is there is said anew. */
function isTyped(live: CatalogObject, sides: Sides): boolean {
  return isOther(live, 'type', sides);
}

function changeIdentity(assigned: string, wanted: CatalogObject, live: CatalogObject, sides: Sides): Pieces {
  const identity = textFact(wanted, 'identity');
  if (identity === undefined) {
    const isAssigned = assigned !== 'DROP DEFAULT' && wanted.facts.serial !== true;
    return raw(alter(live, ...freed(live, wanted, sides), ...(isAssigned ? [assigned] : [])));
  }
  if (live.facts.identity !== null) return raw(alter(live, `SET GENERATED ${identity.toUpperCase()}`));
  const owned = ownedBy(live, sides);
  return raw([
    ...alter(
      live,
      ...freed(live, wanted, sides),
      ...(live.facts.default === null && live.facts.serial !== true ? [] : ['DROP DEFAULT']),
      ...(live.facts.nullable === true ? ['SET NOT NULL'] : []),
    ),
    ...(owned === undefined ? [] : [`DROP SEQUENCE ${nameOf(owned)}`]),
    ...makeIdentity(wanted, live),
  ]);
}

/** The sequence that goes with a column. */
function ownedBy(column: CatalogObject, sides: Sides): CatalogObject | undefined {
  const sequence = ownSequenceOf(column, sides);
  const owner = JSON.stringify([column.schema, column.parent, column.name]);
  return JSON.stringify(sequence?.facts.ownedBy) === owner ? sequence : undefined;
}

/** What a column must be no more before it takes a default; another type than one that counts has ended that already. */
function freed(live: CatalogObject, wanted: CatalogObject, sides: Sides): readonly string[] {
  const isCounting =
    typeof live.facts.identity === 'string' &&
    !(isTyped(live, sides) && textFact(wanted, 'identity') === undefined);
  return [
    ...(live.facts.generated === 'stored' ? ['DROP EXPRESSION IF EXISTS'] : []),
    ...(isCounting ? ['DROP IDENTITY IF EXISTS'] : []),
  ];
}

/** Several changes of a column; none for none. */
function alter(live: CatalogObject, ...actions: readonly string[]): readonly string[] {
  if (actions.length === 0) return [];
  const column = quoteIdentifier(live.name);
  return [
    `ALTER TABLE ${ownerOf(live)} ${actions.map((action) => `ALTER COLUMN ${column} ${action}`).join(', ')}`,
  ];
}

/** A column that is dropped, and made again as it should be. */
function remade(column: CatalogObject, wanted: CatalogObject, sides: Sides): Pieces {
  const isLost = textFact(wanted, 'generation') === undefined || column.facts.generated === null;
  return [
    ...(isLost ? remark('What the column holds is lost.') : []),
    ...around(stepsOf(asideOfColumn(column, wanted, sides), sides)),
  ];
}
