import type { CatalogObject, Identity } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { textFact, textsFact } from '../../render/facts.ts';
import { ownerOf } from '../../render/names.ts';
import { mentions } from '../mentions.ts';
import type { Sides } from '../sides.ts';

const CONSTRAINTS = new Set(['primary key', 'unique', 'check']);

/** Whether a foreign key leads to a table. */
export function leadsTo(key: CatalogObject, table: Pick<Identity, 'schema' | 'name'>): boolean {
  if (key.kind !== 'foreign key' || key.facts.inherited === true) return false;
  const [schema, name] = textsFact(key, 'references');
  return schema === table.schema && name === table.name;
}

/** The statement that takes a constraint off its table. */
export function dropConstraint(constraint: CatalogObject): string {
  return `ALTER TABLE ${ownerOf(constraint)} DROP CONSTRAINT ${quoteIdentifier(constraint.name)}`;
}

/** The columns of the same table that are calculated from a column. */
export function generatedFrom(column: CatalogObject, sides: Sides): readonly CatalogObject[] {
  return siblings(column, sides).filter(
    (other) => other.kind === 'column' && mentions(textFact(other, 'generation') ?? '', column.name),
  );
}

/** What stands in the way of a change of a column. */
export interface Dependents {
  readonly objects: readonly CatalogObject[];
  readonly views: readonly CatalogObject[];
}

/** All that uses a column, and columns that are dropped for it with all that is on them. */
export function dependentsOf(
  column: CatalogObject,
  gone: readonly CatalogObject[],
  sides: Sides,
): Dependents {
  const touched = [column, ...gone];
  const policies = sides.inDatabase
    .of('policy')
    .filter((one) => touched.some((other) => isReadBy(other, one)));
  const onGone = gone.flatMap((one) => [
    ...siblings(one, sides).filter((other) => isOn(other, one)),
    ...sides.inDatabase
      .of('foreign key')
      .filter(
        (key) =>
          leadsTo(key, { schema: one.schema, name: one.parent ?? '' }) &&
          textsFact(key, 'referencedColumns').includes(one.name),
      ),
  ]);
  return {
    objects: [...new Set([...policies, ...gone, ...onGone])],
    views: [...readersOf(touched, sides)],
  };
}

/** Whether a policy names a column: of its own table, or of another one that it names too. */
function isReadBy(column: CatalogObject, policy: CatalogObject): boolean {
  const isOwn = policy.schema === column.schema && policy.parent === column.parent;
  const names = isOwn ? [column.name] : [column.parent ?? '', column.name];
  const texts = textsOf(policy);
  return names.every((name) => texts.some((text) => mentions(text, name)));
}

/** What else belongs to the table of a column, but for what comes from a parent's. */
function siblings(column: CatalogObject, { inDatabase }: Sides): readonly CatalogObject[] {
  return inDatabase
    .besides(column)
    .filter((one) => one.facts.inherited !== true && !(one.kind === column.kind && one.name === column.name));
}

/** Whether an index or a constraint goes with a column of its table. */
export function isOn(object: CatalogObject, column: CatalogObject): boolean {
  if (object.schema !== column.schema || object.parent !== column.parent) return false;
  if (!CONSTRAINTS.has(object.kind) && object.kind !== 'foreign key' && object.kind !== 'index') return false;
  return (
    textsFact(object, 'columns').includes(column.name) ||
    textsFact(object, 'include').includes(column.name) ||
    textsOf(object).some((text) => mentions(text, column.name))
  );
}

/** The SQL that an object holds. */
export function textsOf(object: CatalogObject): readonly string[] {
  const texts = ['where', 'expression', 'using', 'check'].map((fact) => textFact(object, fact));
  return [...texts, ...textsFact(object, 'expressions')].filter((text) => text !== undefined);
}

/** Views that name a column and its table, or a view; and those that read such a view. */
export function readersOf(
  objects: readonly CatalogObject[],
  { inDatabase }: Sides,
): ReadonlySet<CatalogObject> {
  const views = inDatabase.of('view', 'materialized view');
  const readers = new Set<CatalogObject>();
  const add = (wanted: readonly string[]): void => {
    for (const view of views) {
      if (readers.has(view) || objects.includes(view)) continue;
      if (!wanted.every((name) => mentions(textFact(view, 'definition') ?? '', name))) continue;
      readers.add(view);
      add([view.name]);
    }
  };
  for (const { kind, parent, name } of objects) add(kind === 'column' ? [parent ?? '', name] : [name]);
  return readers;
}
