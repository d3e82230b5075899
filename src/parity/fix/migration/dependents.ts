import { identityKey, keyOf } from '../../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../../catalog/object.ts';
import { textFact, textsFact } from '../../render/facts.ts';
import { droppedFirst } from '../dropped-first.ts';
import { namesOf, textsOf } from '../live-texts.ts';
import { mentions } from '../mentions.ts';
import { once } from '../sides.ts';
import type { Sides } from '../sides.ts';
import { keysTo, usersOf } from '../users.ts';

const CONSTRAINTS = new Set(['primary key', 'unique', 'check', 'foreign key']);

/** Whether a foreign key leads to a table. */
export function leadsTo(key: CatalogObject, table: Pick<Identity, 'schema' | 'name'>): boolean {
  if (key.kind !== 'foreign key' || key.facts.inherited === true) return false;
  const [schema, name] = textsFact(key, 'references');
  return schema === table.schema && name === table.name;
}

/** The columns of the same table that are calculated from a column. */
export function generatedFrom(column: CatalogObject, sides: Sides): readonly CatalogObject[] {
  return siblings(column, sides).filter(
    (other) => other.kind === 'column' && mentions(textFact(other, 'generation') ?? '', column.name),
  );
}

/** What else belongs to the table of a column and stays, but for what comes from a parent's. */
export function siblings(column: CatalogObject, sides: Sides): readonly CatalogObject[] {
  const first = droppedFirst(sides);
  return sides.inDatabase
    .besides(column)
    .filter(
      (one) =>
        one.facts.inherited !== true &&
        !first.has(one) &&
        !(one.kind === column.kind && one.name === column.name),
    );
}

/** Whether an index or a constraint is on a column of its table, or is to be. */
export function isOn(object: CatalogObject, column: CatalogObject, sides: Sides): boolean {
  if (object.schema !== column.schema || object.parent !== column.parent) return false;
  if (!CONSTRAINTS.has(object.kind) && object.kind !== 'index') return false;
  return isKeyed(object, column) || isNaming(object, column, sides);
}

/** Whether it holds the column itself. */
export function isKeyed(object: CatalogObject, column: CatalogObject): boolean {
  return ['columns', 'include'].some((fact) => textsFact(object, fact).includes(column.name));
}

/** Whether its SQL names the column. */
export function isNaming(object: CatalogObject, column: CatalogObject, sides: Sides): boolean {
  return textsOf(object).length > 0 && namesOf(object, sides).has(column.name);
}

/** Policies that name a column: of their own table, or of another one that they name too. */
export function policiesOn(column: CatalogObject, sides: Sides): readonly CatalogObject[] {
  const { policies, names } = usersOf(sides);
  return (policies.get(column.name) ?? []).filter(
    (one) =>
      (one.schema === column.schema && one.parent === column.parent) ||
      names.get(one)?.has(column.parent ?? '') === true,
  );
}

/** Policies that name a view. */
export function policiesOver(view: Identity, sides: Sides): readonly CatalogObject[] {
  return usersOf(sides).policies.get(view.name) ?? [];
}

/** Foreign keys from or to a column. */
export function keysOn(column: CatalogObject, sides: Sides): readonly CatalogObject[] {
  const table = { schema: column.schema, name: column.parent ?? '' };
  return [
    ...siblings(column, sides).filter((one) => one.kind === 'foreign key' && isKeyed(one, column)),
    ...keysTo(table, sides).filter((key) => textsFact(key, 'referencedColumns').includes(column.name)),
  ];
}

/** Views that name a column and its table, or a view; and those that read such a view. */
export function readersOf(objects: readonly CatalogObject[], sides: Sides): ReadonlySet<CatalogObject> {
  const { views, names } = usersOf(sides);
  const own = new Set(objects);
  const readers = new Set<CatalogObject>();
  const add = (name: string, table?: string): void => {
    for (const view of views.get(name) ?? []) {
      if (readers.has(view) || own.has(view)) continue;
      if (table !== undefined && names.get(view)?.has(table) !== true) continue;
      readers.add(view);
      add(view.name);
    }
  };
  for (const { kind, parent, name } of objects) add(name, kind === 'column' ? (parent ?? '') : undefined);
  return readers;
}

/** Whether an object belongs to a table that is dropped as a whole. */
export function isOfDropped({ schema, parent }: Identity, sides: Sides): boolean {
  return droppedTables(sides).has(keyOf(schema, parent));
}

const droppedTables: (sides: Sides) => ReadonlySet<string> = once(
  ({ undeclared }) =>
    new Set(undeclared.filter(({ kind }) => kind === 'table').map(({ schema, name }) => keyOf(schema, name))),
);

/** Whether it is certain that something about an object is another one, so that it has a migration of its own. */
export function isFound(object: Identity, { found }: Sides): boolean {
  return found.has(identityKey(object));
}
