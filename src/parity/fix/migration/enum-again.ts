import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { cutName } from '../../declared/names.ts';
import { nameOfToken, sqlTokens } from '../../declared/sql-tokens.ts';
import { textFact } from '../../render/facts.ts';
import { renderObjects } from '../../render/index.ts';
import { nameOf, ownerOf, qualified } from '../../render/names.ts';
import { remark } from '../knex.ts';
import type { Sides } from '../sides.ts';
import { asideOfEnum, withNote } from './aside.ts';

const SUFFIX = '_before';
const LONGEST_NAME = 63;

/** Puts a new type into the place of an enum: Postgres takes no value out of one, and moves none. */
export function replaceType(wanted: CatalogObject, live: CatalogObject, sides: Sides): string {
  const old = { ...live, name: `${cutName(live.name, LONGEST_NAME - SUFFIX.length)}${SUFFIX}` };
  const columns = sides.inDatabase.of('column').flatMap((column) => {
    const brackets =
      column.kind === 'column' && !isOfView(column, sides) ? bracketsOf(column, live) : undefined;
    return brackets === undefined || column.facts.inherited === true ? [] : [{ column, brackets }];
  });
  const { before, after, hasViews } = asideOfEnum(
    live,
    columns.map(({ column }) => column),
    sides,
  );
  const statements = [
    ...before,
    `ALTER TYPE ${nameOf(live)} RENAME TO ${quoteIdentifier(old.name)}`,
    ...renderObjects([wanted]),
    ...columns.map(({ column, brackets }) => changeColumn(column, `${nameOf(live)}${brackets}`, brackets)),
    `DROP TYPE ${nameOf(old)}`,
    ...after,
  ];
  return [
    remark('Postgres takes no value out of an enum and moves none: a new one takes its place.'),
    remark('Fails where a row holds a value that is not there any more: change it first.'),
    withNote(statements, hasViews),
  ].join('\n');
}

/** The default is written in the names of the new type as soon as that has the name. */
function changeColumn(column: CatalogObject, type: string, brackets: string): string {
  const name = quoteIdentifier(column.name);
  const value = textFact(column, 'default');
  const actions = [
    ...(value === undefined ? [] : ['DROP DEFAULT']),
    `TYPE ${type} USING ${name}::text${brackets}::${type}`,
    ...(value === undefined ? [] : [`SET DEFAULT ${value}`]),
  ];
  return `ALTER TABLE ${ownerOf(column)} ${actions.map((action) => `ALTER COLUMN ${name} ${action}`).join(', ')}`;
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
