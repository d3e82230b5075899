import { identityKey } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { textFact, textsFact } from '../../render/facts.ts';
import { renderObjects } from '../../render/index.ts';
import { nameOf, ownerOf, qualified } from '../../render/names.ts';
import { orderViews } from '../../render/view-order.ts';
import { raw, remark } from '../knex.ts';
import { asLive } from '../live-terms.ts';
import { mentions } from '../mentions.ts';
import { declaredOf } from '../sides.ts';
import type { Sides } from '../sides.ts';
import {
  dependentsOf,
  dropConstraint,
  generatedFrom,
  isOn,
  leadsTo,
  readersOf,
  textsOf,
} from './dependents.ts';

const CONSTRAINTS = new Set(['primary key', 'unique', 'check', 'foreign key']);

/** What has to be out of the way while something is changed: how it goes, and how it comes back. */
export interface Aside {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Whether views are among it: what was granted on them, and noted, does not come back. */
  readonly hasViews: boolean;
}

/**
 * What uses a column while its type is changed. Indexes, keys and checks Postgres makes again by itself, which fails
 * where what they say means nothing of the new type: those that are to say something else go before.
 */
export function asideOfType(column: CatalogObject, sides: Sides): Aside {
  const { objects, views } = dependentsOf(column, generatedFrom(column, sides), sides);
  const others = sides.inDatabase
    .besides(column)
    .filter(
      (one) =>
        (one.kind === 'check' || one.kind === 'index') &&
        isOn(one, column) &&
        textsOf(one).some((text) => mentions(text, column.name)) &&
        asDeclared(one, sides) !== one,
    );
  return parted([...new Set([...objects, ...others])], views, sides);
}

/** A column that is made again as another one, and all that goes with it. */
export function asideOfColumn(column: CatalogObject, wanted: CatalogObject, sides: Sides): Aside {
  const { objects, views } = dependentsOf(column, [column], sides);
  return parted(
    objects.map((one) => (one === column ? wanted : one)),
    views,
    sides,
  );
}

/** The views that read a view, and those that read them. */
export function asideOfView(view: CatalogObject, sides: Sides): Aside {
  return parted([], [...readersOf([view], sides)], sides);
}

/** What names an enum in its text, or reads columns that are of it. */
export function asideOfEnum(type: CatalogObject, columns: readonly CatalogObject[], sides: Sides): Aside {
  const naming = sides.inDatabase
    .of('check', 'index', 'policy')
    .filter((one) => one.facts.inherited !== true && textsOf(one).some((text) => mentions(text, type.name)));
  const parts = columns.map((column) => dependentsOf(column, generatedFrom(column, sides), sides));
  const views = [...readersOf([type, ...columns], sides)];
  return parted([...new Set([...naming, ...parts.flatMap(({ objects }) => objects)])], views, sides);
}

/** Foreign keys that need a key or a unique index. */
export function asideOfKey(key: CatalogObject, sides: Sides): Aside {
  const columns = [...textsFact(key, 'columns')].sort().join('\0');
  const foreign = sides.inDatabase
    .of('foreign key')
    .filter(
      (one) =>
        leadsTo(one, { schema: key.schema, name: key.parent ?? '' }) &&
        [...textsFact(one, 'referencedColumns')].sort().join('\0') === columns,
    );
  return parted(foreign, [], sides);
}

/** A change of a column with what has to be out of the way meanwhile. */
export function around(column: CatalogObject, change: readonly string[], sides: Sides): string {
  const { before, after, hasViews } = asideOfType(column, sides);
  return withNote([...before, ...change, ...after], hasViews);
}

/** A column that is dropped, and made again as it should be. */
export function remade(column: CatalogObject, wanted: CatalogObject, sides: Sides): string {
  const { before, after, hasViews } = asideOfColumn(column, wanted, sides);
  const note = textFact(wanted, 'generation') === undefined || column.facts.generated === null;
  return [
    ...(note ? [remark('What the column holds is lost.')] : []),
    withNote([...before, ...after], hasViews),
  ].join('\n');
}

/** Statements, and what is to be known where they make views again. */
export function withNote(statements: readonly string[], hasViews: boolean): string {
  return [
    ...(hasViews
      ? [remark('Grants and comments on the views that are made again have to be given again.')]
      : []),
    raw(statements),
  ].join('\n');
}

function parted(objects: readonly CatalogObject[], views: readonly CatalogObject[], sides: Sides): Aside {
  const gone = objects.filter(({ kind }) => kind === 'column');
  // Indexes and keys of a column that is dropped go with it.
  const left = objects.filter((object) => !gone.some((column) => isOn(object, column)));
  return {
    before: [
      ...orderViews(views)
        .toReversed()
        .map((view) => `DROP ${view.kind.toUpperCase()} ${nameOf(view)}`),
      ...left.flatMap(dropOf),
      ...gone.map((one) => `ALTER TABLE ${ownerOf(one)} DROP COLUMN ${quoteIdentifier(one.name)}`),
    ],
    after: renderObjects([
      ...objects.map((one) => asDeclared(one, sides)),
      ...views.flatMap((view) => [asDeclared(view, sides), ...sides.inDatabase.partsOf(view)]),
    ]),
    hasViews: views.length > 0,
  };
}

/**
 * What comes back as it is to be where it differs: what it was need not mean anything any more. As it was where it is
 * to name columns that are yet to be made.
 */
function asDeclared(live: CatalogObject, sides: Sides): CatalogObject {
  const declared = declaredOf(live, sides);
  if (declared === undefined || !sides.differing.has(identityKey(declared))) return live;
  const wanted = asLive(declared, sides, live);
  const named = [...textsFact(wanted, 'columns'), ...textsFact(wanted, 'include')];
  const texts = [...textsOf(wanted), textFact(wanted, 'definition') ?? ''];
  const isEarly = sides.missing.some(
    ({ kind, name }) =>
      kind === 'column' && (named.includes(name) || texts.some((text) => mentions(text, name))),
  );
  return isEarly ? live : wanted;
}

function dropOf(object: CatalogObject): readonly string[] {
  const { kind, schema, name } = object;
  if (kind === 'policy') return [`DROP POLICY ${quoteIdentifier(name)} ON ${ownerOf(object)}`];
  if (kind === 'index') return [`DROP INDEX ${qualified([schema, name])}`];
  return CONSTRAINTS.has(kind) ? [dropConstraint(object)] : [];
}
