import { identityKey, keyOf } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import { applyCasing } from '../declared/casing.ts';
import type { Casing } from '../declared/casing.ts';
import { cutName, primaryKeyName } from '../declared/names.ts';
import { textFact, textsFact } from '../render/facts.ts';

/** Whether Drizzle makes the name of a column from its key. */
export function isToldByKey({ name }: CatalogObject, key: string, casing: Casing | undefined): boolean {
  return applyCasing(key, casing) === name;
}

/** Whether the name is the one that Drizzle or Postgres makes up when none is said. */
export function isMadeUp(
  constraint: CatalogObject,
  { keyOf: own, casing }: { readonly keyOf: (column: string) => string; readonly casing: Casing | undefined },
): boolean {
  const { kind, name, parent } = constraint;
  const table = parent ?? '';
  const columns = textsFact(constraint, 'columns');
  if (kind === 'primary key') {
    return (
      name === (columns.length === 1 ? primaryKeyName(table) : cutName([table, ...columns, 'pk'].join('_')))
    );
  }
  if (kind === 'foreign key') {
    const [, target = ''] = textsFact(constraint, 'references');
    return (
      name ===
      cutName([table, ...columns, target, ...textsFact(constraint, 'referencedColumns'), 'fk'].join('_'))
    );
  }
  // Drizzle cases columns, but not in the names of these.
  const words = columns.map((column) => (applyCasing(own(column), casing) === column ? own(column) : column));
  return name === cutName([table, ...words, 'unique'].join('_'));
}

/** Whether a foreign key leads from a table to itself. */
export function isOwn(key: CatalogObject): boolean {
  return keyOf(key.schema, key.parent) === keyOf(...textsFact(key, 'references'));
}

/** Which constraints of a table are said at their columns: those of one column, the first of a kind. */
export function atColumns(
  constraints: readonly CatalogObject[],
  isSaidThere: (constraint: CatalogObject) => boolean,
): ReadonlyMap<string, readonly CatalogObject[]> {
  const found = new Map<string, CatalogObject[]>();
  const kinds = new Set<string>();
  for (const constraint of constraints) {
    const [column, ...others] = textsFact(constraint, 'columns');
    if (column === undefined || others.length > 0 || !isSaidThere(constraint)) continue;
    const place = keyOf(constraint.kind, column);
    if (kinds.has(place)) continue;
    kinds.add(place);
    found.set(column, [...(found.get(column) ?? []), constraint]);
  }
  return found;
}

/** The action of a foreign key, where it is not the usual one. */
export function actionOf(key: CatalogObject, fact: 'onDelete' | 'onUpdate'): string | undefined {
  const action = textFact(key, fact);
  return action === 'no action' ? undefined : action;
}

/** Where a foreign key leads, as the identity of a table. */
export function targetKey(key: CatalogObject): string {
  const [schema = null, name = ''] = textsFact(key, 'references');
  return identityKey({ kind: 'table', schema, parent: null, name });
}
