import { identityKey } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { nameOfToken, sqlTokens } from '../../declared/sql-tokens.ts';
import { ended } from '../../render/expression.ts';
import { textFact } from '../../render/facts.ts';
import { renderObjects } from '../../render/index.ts';
import { nameOf, ownerOf, qualified } from '../../render/names.ts';
import { raw, remark } from '../knex.ts';
import { asLive } from '../live-terms.ts';
import { declaredOf } from '../sides.ts';
import type { Sides } from '../sides.ts';
import { changingColumns } from '../users.ts';
import { asideOfColumn, asideOfEnum, merged } from './aside.ts';
import type { Change } from './change.ts';
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
  const columns = sides.inDatabase.of('column').flatMap((column) => {
    const brackets = isOfView(column, sides) ? undefined : bracketsOf(column, live);
    return brackets === undefined || column.facts.inherited === true ? [] : [{ column, brackets }];
  });
  const aside = asideOfEnum(
    live,
    columns.map(({ column }) => column),
    sides,
  );
  // A column that is calculated takes no other values: it is made again.
  const calculated = columns.filter(({ column }) => typeof column.facts.generated === 'string');
  const again = merged([
    aside,
    ...calculated.map(({ column }) => asideOfColumn(column, asWanted(column, sides), sides)),
  ]);
  const statements = [
    `ALTER TYPE ${nameOf(live)} RENAME TO ${quoteIdentifier(old.name)}`,
    ...renderObjects([wanted]),
    ...columns
      .filter(({ column }) => !again.columns.has(column))
      .map(({ column, brackets }) => changeColumn(column, `${nameOf(live)}${brackets}`, brackets, sides)),
    `DROP TYPE ${nameOf(old)}`,
  ];
  const notes = isUsed
    ? [
        'A value that is added can be used once the transaction is over, and what follows uses one: a new type takes its place.',
      ]
    : [
        'Postgres takes no value out of an enum and moves none: a new one takes its place.',
        'Fails where a row holds a value that is not there any more: change it first.',
      ];
  return { code: [remark(...notes), raw(statements)].join('\n'), aside: again };
}

/** The default is written in the names of the new type as soon as that has the name. */
function changeColumn(column: CatalogObject, type: string, brackets: string, sides: Sides): string {
  const name = quoteIdentifier(column.name);
  const had = textFact(column, 'default');
  const value = had === undefined ? undefined : defaultOf(column, had, sides);
  const actions = [
    ...(had === undefined ? [] : ['DROP DEFAULT']),
    `TYPE ${type} USING ${name}::text${brackets}::${type}`,
    ...(value === undefined ? [] : [`SET DEFAULT ${ended(value)}`]),
  ];
  return `ALTER TABLE ${ownerOf(column)} ${actions.map((action) => `ALTER COLUMN ${name} ${action}`).join(', ')}`;
}

/** What it was need not be a value any more. A column that is to be of another type gets its own with that. */
function defaultOf(column: CatalogObject, had: string, sides: Sides): string | undefined {
  if (changingColumns(sides).has(identityKey(column))) return undefined;
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
