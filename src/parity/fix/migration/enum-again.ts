import { identityKey } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { nameOfToken, sqlTokens } from '../../declared/sql-tokens.ts';
import { ended } from '../../render/expression.ts';
import { textFact, textsFact } from '../../render/facts.ts';
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
      .map(({ column, brackets }) =>
        changeColumn(
          column,
          {
            type: `${nameOf(live)}${brackets}`,
            brackets,
            kept: sides.fills === true ? keptLabels(wanted, live) : undefined,
          },
          sides,
        ),
      ),
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
  return { code: [...remark(...notes), ...raw(statements)], aside: again };
}

/** The default is written in the names of the new type as soon as that has the name. */
function changeColumn(
  column: CatalogObject,
  {
    type,
    brackets,
    kept,
  }: { readonly type: string; readonly brackets: string; readonly kept: readonly string[] | undefined },
  sides: Sides,
): string {
  const name = quoteIdentifier(column.name);
  const had = textFact(column, 'default');
  const value = had === undefined ? undefined : defaultOf(column, had, sides);
  const actions = [
    ...(had === undefined ? [] : ['DROP DEFAULT']),
    `TYPE ${type} USING ${labelOf(column, { name, brackets, kept })}::${type}`,
    ...(value === undefined ? [] : [`SET DEFAULT ${ended(value)}`]),
  ];
  return `ALTER TABLE ${ownerOf(column)} ${actions.map((action) => `ALTER COLUMN ${name} ${action}`).join(', ')}`;
}

/** The label as text: where it is not one any more, none, or the first where there has to be one. */
function labelOf(
  { facts }: CatalogObject,
  {
    name,
    brackets,
    kept,
  }: { readonly name: string; readonly brackets: string; readonly kept: readonly string[] | undefined },
): string {
  const text = `${name}::text${brackets}`;
  if (kept === undefined || brackets !== '') return text;
  const literals = kept.map((label) => quoteLiteral(label).trim());
  const other = facts.nullable === true ? '' : ` ELSE ${literals[0] ?? 'NULL'}`;
  return `(CASE WHEN ${text} IN (${literals.join(', ')}) THEN ${text}${other} END)`;
}

/** The labels that stay, where some go. */
function keptLabels(wanted: CatalogObject, live: CatalogObject): readonly string[] | undefined {
  const [stay, were] = [textsFact(wanted, 'values'), textsFact(live, 'values')];
  const kept = stay.filter((label) => were.includes(label));
  return kept.length === were.length || kept.length === 0 ? undefined : kept;
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
