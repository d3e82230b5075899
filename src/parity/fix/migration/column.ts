import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { textFact } from '../../render/facts.ts';
import { nameOf, ownerOf } from '../../render/names.ts';
import { dropped } from '../builder/dropped.ts';
import type { Pieces } from '../builder/piece.ts';
import { quoted } from '../code.ts';
import { alterTable, isPlain, raw, remark, tableCall } from '../knex.ts';
import { placeholder } from '../placeholder.ts';
import { asLive } from '../live-terms.ts';
import { viewOf } from '../sides.ts';
import type { Sides, Subject } from '../sides.ts';
import { addColumn, fillNulls, standingIn } from './add-column.ts';
import { changeValue } from './column-value.ts';
import { ownSequenceOf } from './counter.ts';
import { around, asideOfDropped, stepsOf } from './aside.ts';
import { allowedValues } from './column-values.ts';
import { changeOptions, counterOptions } from './sequence-options.ts';
import { viewColumnMigration } from './view-column.ts';

/** Facts that say where a column's values come from when a row gives none. */
const VALUE_FACTS = new Set(['default', 'generated', 'generation', 'identity', 'serial']);

/** What mends a column of a table or a view. */
export function columnMigration(subject: Subject, sides: Sides): Pieces {
  const { attribute, declared, live } = subject;
  const column = live ?? declared;
  const view = column && viewOf(column, sides);
  if (view !== undefined) return viewColumnMigration(subject, view, sides);
  if (declared === undefined) return live === undefined ? [] : dropColumn(live, sides);
  const wanted = asLive(declared, sides, live);
  if (live === undefined) return addColumn(wanted, sides);
  if (attribute === 'renamed') return renameColumn(live, declared.name);
  if (attribute === 'nullable') return changeNullable(wanted, live, sides);
  if (attribute === 'values') return allowedValues(subject, sides);
  if (VALUE_FACTS.has(attribute)) return changeValue(attribute, wanted, live, sides);
  if (attribute === 'notNullValidated') return changeValidity(wanted, live);
  return changeCounter(attribute, wanted, live, sides);
}

function dropColumn(live: CatalogObject, sides: Sides): Pieces {
  const pieces = around(stepsOf(asideOfDropped(live, sides), sides), dropped(live));
  return live.facts.generated === null ? [...remark('What the column holds is lost.'), ...pieces] : pieces;
}

function renameColumn(live: CatalogObject, name: string): Pieces {
  const { schema, parent } = live;
  if (isPlain(schema, parent, live.name, name))
    return alterTable({ schema, name: parent ?? '' }, [
      { ...tableCall('renameColumn', quoted(live.name), quoted(name)), frees: live.name },
    ]);
  return raw([
    `ALTER TABLE ${ownerOf(live)} RENAME COLUMN ${quoteIdentifier(live.name)} TO ${quoteIdentifier(name)}`,
  ]);
}

function changeNullable(wanted: CatalogObject, live: CatalogObject, sides: Sides): Pieces {
  const { schema, parent, name } = live;
  const isNullable = wanted.facts.nullable === true;
  const statement = isPlain(schema, parent, name)
    ? alterTable({ schema, name: parent ?? '' }, [
        tableCall(isNullable ? 'setNullable' : 'dropNullable', quoted(name)),
      ])
    : raw([
        `ALTER TABLE ${ownerOf(live)} ALTER COLUMN ${quoteIdentifier(name)} ${isNullable ? 'DROP' : 'SET'} NOT NULL`,
      ]);
  if (isNullable) return statement;
  const value = sides.fills === true ? placeholder(wanted, sides) : undefined;
  if (value !== undefined) return [...standingIn(live, value), ...raw(fillNulls(live, value)), ...statement];
  if (isShownNotNull(live, sides)) return statement;
  return [...remark('Fails where a row has no value: give it one first.'), ...statement];
}

/** Whether a check has been validated that says the same: then there is no row without a value. */
function isShownNotNull(live: CatalogObject, sides: Sides): boolean {
  return sides.inDatabase
    .besides(live)
    .some(
      (one) =>
        one.kind === 'check' &&
        one.facts.validated === true &&
        textFact(one, 'expression')?.replaceAll('"', '') === `(${live.name.replaceAll('"', '')} IS NOT NULL)`,
    );
}

/** Since version 18 a column may be said to hold no null without a look at its rows. */
function changeValidity(wanted: CatalogObject, live: CatalogObject): Pieces {
  const change = `ALTER TABLE ${ownerOf(live)}`;
  const column = quoteIdentifier(live.name);
  return raw(
    wanted.facts.notNullValidated === false
      ? [`${change} ALTER COLUMN ${column} DROP NOT NULL`, `${change} ADD NOT NULL ${column} NOT VALID`]
      : [`${change} ALTER COLUMN ${column} SET NOT NULL`],
  );
}

/** The sequence of a serial or an identity column. */
function changeCounter(attribute: string, wanted: CatalogObject, live: CatalogObject, sides: Sides): Pieces {
  const sequence = ownSequenceOf(live, sides);
  if (sequence === undefined) return [];
  if (attribute !== 'sequenceName') {
    return changeOptions(nameOf(sequence), counterOptions(wanted), counterOptions(live));
  }
  const [schema, name] = (wanted.facts.sequenceName ?? []) as readonly string[];
  const moved = schema === undefined || schema === sequence.schema ? [] : [schema];
  return raw([
    ...(name === undefined || name === sequence.name
      ? []
      : [`ALTER SEQUENCE ${nameOf(sequence)} RENAME TO ${quoteIdentifier(name)}`]),
    ...moved.map(
      (to) => `ALTER SEQUENCE ${nameOf({ ...sequence, name: name ?? '' })} SET SCHEMA ${quoteIdentifier(to)}`,
    ),
  ]);
}
