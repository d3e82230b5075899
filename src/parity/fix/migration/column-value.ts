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
  if (attribute === 'identity') return changeIdentity(assigned, wanted, live, sides);
  if (attribute === 'serial' && textFact(wanted, 'identity') !== undefined)
    return remark('Done with the identity.');
  if (attribute === 'serial') {
    if (wanted.facts.serial !== true) {
      // It came with the column's being serial, and is nothing that a schema would declare.
      const counter = sides.fills === true ? ownedBy(live, sides) : undefined;
      return raw([
        ...alter(live, ...freed(live), assigned),
        ...(counter === undefined || sides.declared.some((one) => identityKey(one) === identityKey(counter))
          ? []
          : [`DROP SEQUENCE ${nameOf(counter)}`]),
      ]);
    }
    return raw([...alter(live, ...freed(live)), ...makeSerial(wanted, live, sides)]);
  }
  // A column that becomes an identity loses its default with that; that of a serial one comes with its sequence.
  if (attribute === 'default' && textFact(wanted, 'identity') !== undefined)
    return remark('Done with the identity.');
  if (attribute === 'default' && wanted.facts.serial === true && live.facts.serial !== true)
    return remark('Done with the sequence that makes it serial.');
  if (attribute === 'default') return raw(alter(live, ...freed(live), assigned));
  const generation = textFact(wanted, 'generation');
  if (generation === undefined)
    return raw(alter(live, ...freed(live), ...(value === undefined ? [] : [assigned])));
  return live.facts.generated === wanted.facts.generated && sides.version >= SETS_EXPRESSION
    ? raw(alter(live, `SET EXPRESSION AS ${parenthesised(generation)}`))
    : remade(live, wanted, sides);
}

function changeIdentity(assigned: string, wanted: CatalogObject, live: CatalogObject, sides: Sides): Pieces {
  const identity = textFact(wanted, 'identity');
  if (identity === undefined) {
    // A serial column gets its sequence back with the fact that it is one.
    const isAssigned = assigned !== 'DROP DEFAULT' && wanted.facts.serial !== true;
    return raw(alter(live, ...freed(live), ...(isAssigned ? [assigned] : [])));
  }
  if (live.facts.identity !== null) return raw(alter(live, `SET GENERATED ${identity.toUpperCase()}`));
  const owned = ownedBy(live, sides);
  return raw([
    ...alter(
      live,
      ...freed(live),
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

/** What a column must be no more before it takes a default. */
function freed(live: CatalogObject): readonly string[] {
  return [
    ...(live.facts.generated === 'stored' ? ['DROP EXPRESSION IF EXISTS'] : []),
    ...(typeof live.facts.identity === 'string' ? ['DROP IDENTITY IF EXISTS'] : []),
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
