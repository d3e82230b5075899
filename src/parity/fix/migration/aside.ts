import { identityKey } from '../../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../../catalog/object.ts';
import { listFact, textFact, textsFact } from '../../render/facts.ts';
import { orderViews } from '../../render/view-order.ts';
import { dropped } from '../builder/dropped.ts';
import { made } from '../builder/made.ts';
import type { Pieces } from '../builder/piece.ts';
import { columnsKey, droppedFirst, targetKey } from '../dropped-first.ts';
import { remark } from '../knex.ts';
import { namesOf, textsOf } from '../live-texts.ts';
import { mentions } from '../mentions.ts';
import { declaredOf, once } from '../sides.ts';
import type { Sides } from '../sides.ts';
import { changingColumns, keysTo } from '../users.ts';
import {
  generatedFrom,
  isFound,
  isKeyed,
  isNaming,
  isOfDropped,
  isOn,
  keysOn,
  policiesOn,
  policiesOver,
  readersOf,
  siblings,
} from './dependents.ts';
import { asWanted } from './wanted.ts';

/** What has to be out of the way while something is changed. */
export interface Aside {
  /** Policies, indexes and constraints. */
  readonly objects: readonly CatalogObject[];
  /** Columns that are dropped, each with what is made in its place. */
  readonly columns: ReadonlyMap<CatalogObject, CatalogObject>;
  readonly views: readonly CatalogObject[];
}

/** How it goes, and how it comes back. */
export interface Steps {
  readonly notes: Pieces;
  readonly before: Pieces;
  readonly after: Pieces;
}

/** What is to be known where views are made again. */
export const LOST_WITH_VIEWS = remark(
  "A view that is made again is its maker's: owner, grants and comments have to be given again.",
);
/** Nothing at all. */
export const NOTHING: Aside = { objects: [], columns: new Map(), views: [] };

/**
 * What uses a column whose type becomes another one. Postgres would make indexes, checks and keys again as they were:
 * that fails where their words mean nothing of the new type, and else leaves casts in them.
 */
export function asideOfType(column: CatalogObject, isSameType: boolean, sides: Sides): Aside {
  const generated = [...generatedFrom(column, sides), ...generatedMeanwhile(column, sides)];
  const base = asideOfColumns(column, generated, sides);
  const others = siblings(column, sides).filter(
    (one) =>
      (one.kind === 'check' || one.kind === 'index') &&
      // A key that goes with others is dropped by its own migration.
      !goes(sides).has(one) &&
      isOn(one, column, sides) &&
      (sides.differing.has(identityKey(one)) ||
        (!isSameType && (isNaming(one, column, sides) || isSpecial(one, column)))),
  );
  const changing = changingColumns(sides);
  const keys = keysOn(column, sides).filter(
    (key) =>
      isFound(key, sides) ||
      isOfDropped(key, sides) ||
      endsOf(key, column).some((end) => changing.has(identityKey(end))),
  );
  return { ...base, objects: [...new Set([...base.objects, ...others, ...keys])] };
}

/** Columns that are to be calculated from this one, and go for a while since another one that they are calculated from changes. */
function generatedMeanwhile(column: CatalogObject, sides: Sides): readonly CatalogObject[] {
  const changing = changingColumns(sides);
  const others = siblings(column, sides).filter(
    (one) => one.kind === 'column' && changing.has(identityKey(one)),
  );
  return others.flatMap((other) =>
    generatedFrom(other, sides).filter(
      (one) =>
        !isLive(one, column) && mentions(textFact(asWanted(one, sides), 'generation') ?? '', column.name),
    ),
  );
}

/** What uses a column that is dropped, and made again as another one. */
export function asideOfColumn(column: CatalogObject, wanted: CatalogObject, sides: Sides): Aside {
  const aside = asideOfColumns(column, [column], sides);
  return { ...aside, columns: new Map([[column, wanted]]) };
}

/** The views that read a view, those that read them, and policies over it. */
export function asideOfView(view: CatalogObject, sides: Sides): Aside {
  const views = [...readersOf([view], sides)];
  return { ...NOTHING, objects: overAll([view, ...views], sides), views };
}

/** What names an enum in its text, or reads columns that are of it. */
export function asideOfEnum(type: CatalogObject, columns: readonly CatalogObject[], sides: Sides): Aside {
  const first = droppedFirst(sides);
  const naming = sides.inDatabase
    .of('check', 'index', 'policy')
    .filter(
      (one) =>
        one.facts.inherited !== true &&
        !first.has(one) &&
        textsOf(one).length > 0 &&
        namesOf(one, sides).has(type.name),
    );
  const parts = columns.map((column) => asideOfType(column, false, sides));
  const views = [...readersOf([type, ...columns], sides)];
  return merged([...parts, { ...NOTHING, objects: [...naming, ...overAll(views, sides)], views }]);
}

/** Foreign keys that need a key or a unique index. */
export function asideOfKey(key: CatalogObject, sides: Sides): Aside {
  const columns = columnsKey(key);
  const table = { schema: key.schema, name: key.parent ?? '' };
  return { ...NOTHING, objects: keysTo(table, sides).filter((one) => targetKey(one) === columns) };
}

/**
 * What a column that is dropped would take along, or what would not let it go, though it is to stay: nobody could
 * say whether it is what is declared, so that nothing else changes it.
 */
export function asideOfDropped(column: CatalogObject, sides: Sides): Aside {
  const isOpen = (one: CatalogObject): boolean => {
    const declared = declaredOf(one, sides);
    return declared !== undefined && isUndecided(declared, sides) && firstNamed(one, column, sides);
  };
  const { objects, views } = asideOfColumns(column, [column], sides);
  const generated = generatedFrom(column, sides).filter(isOpen);
  // The policy of a table that goes too has to go first.
  const isGoing = (one: CatalogObject): boolean =>
    one.kind === 'policy' && isOfDropped(one, sides) && firstNamed(one, column, sides);
  return {
    objects: objects.filter((one) => isOpen(one) || isGoing(one)),
    columns: new Map(generated.map((one) => [one, asWanted(one, sides)])),
    views: views.filter(isOpen),
  };
}

/** All of several. */
export function merged(asides: readonly Aside[]): Aside {
  return {
    objects: [...new Set(asides.flatMap(({ objects }) => objects))],
    columns: new Map(asides.flatMap(({ columns }) => [...columns])),
    views: [...new Set(asides.flatMap(({ views }) => views))],
  };
}

/** What puts it aside, and what makes it again. */
export function stepsOf({ objects, columns, views }: Aside, sides: Sides): Steps {
  const gone = [...columns.keys()];
  // Indexes and keys of a column that is dropped go with it.
  const left = objects.filter(
    (object) =>
      object.kind === 'foreign key' ||
      !gone.some((column) => isOn(object, column, sides) && isLive(object, column)),
  );
  // With a table that nobody declared they go for good.
  const isLost = (object: CatalogObject): boolean =>
    (object.kind === 'foreign key' || object.kind === 'policy') && isOfDropped(object, sides);
  const first = droppedFirst(sides);
  return {
    notes: [
      ...(views.length === 0 ? [] : LOST_WITH_VIEWS),
      ...objects
        .filter((one) => one.kind === 'foreign key' && isLost(one))
        .flatMap(({ name, parent }) =>
          remark(`${parent ?? ''}, which nobody declared, loses its foreign key ${name}.`),
        ),
    ],
    before: [
      ...left.filter(({ kind }) => kind === 'policy').flatMap(dropped),
      ...orderViews(views).toReversed().flatMap(dropped),
      ...left.filter(({ kind }) => kind === 'foreign key').flatMap(dropped),
      ...left.filter(({ kind }) => kind !== 'foreign key' && kind !== 'policy').flatMap(dropped),
      ...gone.flatMap(dropped),
    ],
    after: made([
      ...columns.values(),
      ...objects.filter((one) => !isLost(one)).map((one) => asWanted(one, sides)),
      ...views.flatMap((view) => [
        asWanted(view, sides),
        ...sides.inDatabase
          .partsOf(view)
          .filter((part) => !first.has(part))
          .map((part) => (part.kind === 'index' ? asWanted(part, sides) : part)),
      ]),
    ]),
  };
}

/** A change with what goes before it and what comes after. */
export function around({ notes, before, after }: Steps, ...changes: readonly Pieces[]): Pieces {
  return [...notes, ...before, ...changes.flat(), ...after];
}

function asideOfColumns(column: CatalogObject, gone: readonly CatalogObject[], sides: Sides): Aside {
  const touched = [column, ...gone.filter((one) => one !== column)];
  const views = [...readersOf(touched, sides)];
  const objects = [
    ...touched.flatMap((one) => policiesOn(one, sides)),
    ...overAll(views, sides),
    ...gone.flatMap((one) => [
      ...siblings(one, sides).filter((other) => isOn(other, one, sides)),
      ...keysOn(one, sides),
    ]),
  ];
  return {
    objects: [...new Set(objects)],
    columns: new Map(gone.map((one) => [one, asWanted(one, sides)])),
    views,
  };
}

function overAll(views: readonly CatalogObject[], sides: Sides): readonly CatalogObject[] {
  return views.flatMap((view) => policiesOver(view, sides));
}

const goes: (sides: Sides) => ReadonlySet<CatalogObject> = once(({ undeclared }) => new Set(undeclared));

/** Whether something may differ, and nothing is certain to. */
function isUndecided(declared: Identity, sides: Sides): boolean {
  return sides.differing.has(identityKey(declared)) && !isFound(declared, sides);
}

/** Whether a column is the first of those that are dropped which an object uses: with it, it is made anew. */
function firstNamed(object: CatalogObject, column: CatalogObject, sides: Sides): boolean {
  const dropped = sides.undeclared.filter(
    (one) => one.kind === 'column' && one.schema === column.schema && one.parent === column.parent,
  );
  const ordered = [...dropped].sort((a, b) => Number(isStored(b)) - Number(isStored(a)));
  return ordered.find((one) => isLive(object, one)) === column;
}

function isStored({ facts }: CatalogObject): boolean {
  return typeof facts.generated === 'string';
}

/** Whether an index tells the column an operator class or a collation, which may know nothing of another type. */
function isSpecial(index: CatalogObject, column: CatalogObject): boolean {
  const at = textsFact(index, 'columns').length === 0 ? -1 : listFact(index, 'columns').indexOf(column.name);
  if (index.kind !== 'index' || at === -1) return false;
  return (
    listFact(index, 'defaultOpclasses')[at] === false || (listFact(index, 'collations')[at] ?? null) !== null
  );
}

/** Whether it uses the column as it is, whatever it is to be. */
function isLive(object: CatalogObject, column: CatalogObject): boolean {
  const texts = [
    ...textsOf(object),
    ...['definition', 'generation'].map((fact) => textFact(object, fact) ?? ''),
  ];
  return isKeyed(object, column) || texts.some((text) => mentions(text, column.name));
}

/** The columns on the other side of a foreign key, which may be of the same table. */
function endsOf(key: CatalogObject, column: CatalogObject): readonly Identity[] {
  const [schema = '', parent = ''] = textsFact(key, 'references');
  const foreign = textsFact(key, 'referencedColumns');
  const own = identityKey(column);
  return textsFact(key, 'columns').flatMap((name, index) => {
    const ends: readonly Identity[] = [
      { kind: 'column', schema: key.schema, parent: key.parent, name },
      { kind: 'column', schema, parent, name: foreign[index] ?? '' },
    ];
    const others = ends.filter((end) => identityKey(end) !== own);
    return others.length < ends.length ? others : [];
  });
}
