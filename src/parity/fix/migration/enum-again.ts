import { identityKey } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { nameOfToken, sqlTokens } from '../../declared/sql-tokens.ts';
import { ended } from '../../render/expression.ts';
import { textFact } from '../../render/facts.ts';
import { renderObjects } from '../../render/index.ts';
import { nameOf, ownerOf, qualified } from '../../render/names.ts';
import { decision } from '../decision.ts';
import { raw, remark } from '../knex.ts';
import { asLive } from '../live-terms.ts';
import { declaredOf } from '../sides.ts';
import type { Sides } from '../sides.ts';
import { changingColumns } from '../users.ts';
import { asideOfColumn, asideOfEnum, merged } from './aside.ts';
import type { Change } from './change.ts';
import { isOfDropped } from './dependents.ts';
import { decisionOf, goneLabels, isOpen, mappedText, standInOf } from './enum-gone.ts';
import type { Mapping } from './enum-gone.ts';
import { nameBefore } from './held-names.ts';
import { asWanted } from './wanted.ts';

/** Puts a new type into the place of an enum: Postgres takes no value out of one, and moves none. */
export function replaceType(
  wanted: CatalogObject,
  live: CatalogObject,
  isUsed: boolean,
  sides: Sides,
): Change {
  const old = { ...live, name: nameBefore(live.name) };
  const columns = columnsOf(live, sides);
  // A column that is calculated takes no other values: it is made again.
  const again = merged([
    asideOfEnum(live, columns, sides),
    ...columns.filter(isCalculated).map((column) => asideOfColumn(column, asWanted(column, sides), sides)),
  ]);
  const notes = isUsed
    ? [
        'A value that is added can be used once the transaction is over, and what follows uses one: a new type takes its place.',
      ]
    : [
        'Postgres takes no value out of an enum and moves none: a new one takes its place.',
        ...(isMapped(sides)
          ? []
          : ['Fails where a row holds a value that is not there any more: change it first.']),
      ];
  return {
    code: [
      ...remark(...notes),
      ...raw([
        `ALTER TYPE ${nameOf(live)} RENAME TO ${quoteIdentifier(old.name)}`,
        ...renderObjects([wanted]),
      ]),
      ...mappingsOf(wanted, live, sides)
        .filter(({ column }) => !again.columns.has(column))
        .flatMap((mapping) => [
          ...(isOpen(mapping) && sides.fills !== true ? decision(decisionOf(mapping)) : []),
          ...raw([changeColumn(mapping, sides)]),
        ]),
      ...raw([`DROP TYPE ${nameOf(old)}`]),
    ],
    aside: again,
  };
}

/** The columns of an enum that another one takes the place of, each with what becomes of values that go. */
export function mappingsOf(wanted: CatalogObject, live: CatalogObject, sides: Sides): readonly Mapping[] {
  return columnsOf(live, sides)
    .filter((column) => !isCalculated(column))
    .map((column) => {
      const brackets = bracketsOf(column, live) ?? '';
      const isLeaving = isToLeave(column, live, sides);
      return {
        column,
        brackets,
        // What is to be of another type keeps all values until then.
        type: isLeaving ? 'text' : nameOf(live),
        gone: isLeaving || !isMapped(sides) ? [] : goneLabels(wanted, live),
        isGoing: isOfDropped(column, sides) || sides.undeclared.includes(column),
        standIn: standInOf(wanted, live, {
          value: defaultOf(column, sides),
          isNullable: [column, declaredOf(column, sides)].every((one) => one?.facts.nullable !== false),
        }),
      };
    });
}

/** Whether rows that hold a value that goes get another one: not where nobody would be told to decide about it. */
function isMapped({ fills, gone }: Sides): boolean {
  return fills === true || gone !== undefined;
}

/** Whether a column is to be of no such type any more. */
function isToLeave(column: CatalogObject, live: CatalogObject, sides: Sides): boolean {
  const declared = declaredOf(column, sides);
  return (
    declared !== undefined &&
    changingColumns(sides).has(identityKey(column)) &&
    bracketsOf(asLive(declared, sides, column), live) === undefined
  );
}

/** The columns that an enum is the type of, or of whose arrays it is. */
function columnsOf(live: CatalogObject, sides: Sides): readonly CatalogObject[] {
  return sides.inDatabase
    .of('column')
    .filter(
      (column) =>
        column.facts.inherited !== true && bracketsOf(column, live) !== undefined && !isOfView(column, sides),
    );
}

function isCalculated({ facts }: CatalogObject): boolean {
  return typeof facts.generated === 'string';
}

/** The default is written in the names of the new type as soon as that has the name. */
function changeColumn(mapping: Mapping, sides: Sides): string {
  const { column } = mapping;
  const name = quoteIdentifier(column.name);
  const type = `${mapping.type}${mapping.brackets}`;
  const value = defaultOf(column, sides);
  const actions = [
    ...(textFact(column, 'default') === undefined ? [] : ['DROP DEFAULT']),
    `TYPE ${type} USING ${mappedText(name, mapping)}::${type}`,
    ...(value === undefined ? [] : [`SET DEFAULT ${ended(value)}`]),
  ];
  return `ALTER TABLE ${ownerOf(column)} ${actions.map((action) => `ALTER COLUMN ${name} ${action}`).join(', ')}`;
}

/** What it was need not be a value any more. A column that is to be of another type gets its own with that. */
function defaultOf(column: CatalogObject, sides: Sides): string | undefined {
  const had = textFact(column, 'default');
  if (had === undefined || changingColumns(sides).has(identityKey(column))) return undefined;
  const declared = declaredOf(column, sides);
  if (declared?.facts.default === undefined) return had;
  return textFact(asLive(declared, sides, column), 'default');
}

/** What makes an array of the enum behind its name, where a column is of it; undefined where it is of another type. */
function bracketsOf(column: CatalogObject, { schema, name }: CatalogObject): string | undefined {
  const type = textFact(column, 'type') ?? '';
  const tokens = sqlTokens(type);
  const names = tokens.map(nameOfToken).filter((one) => one !== undefined);
  if (qualified(names) !== qualified([schema, name]) || tokens[1]?.text !== '.') return undefined;
  return /(?:\[\d*\])*$/.exec(type)?.[0] ?? '';
}

function isOfView({ schema, parent }: CatalogObject, { inDatabase }: Sides): boolean {
  return inDatabase
    .of('view', 'materialized view', 'foreign table')
    .some((one) => one.schema === schema && one.name === parent);
}
