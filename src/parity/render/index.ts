import { keyOf } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import type { DeclaredObject } from '../declared/model.ts';
import { addCheck } from './check.ts';
import { sequenceNameOf } from './column-sequence.ts';
import { addColumn } from './column.ts';
import { commentOn } from './comment.ts';
import { createEnum } from './enum.ts';
import { addExclusion } from './exclusion.ts';
import { addForeignKey } from './foreign-key.ts';
import { createMaterializedView } from './materialized-view.ts';
import { notNullOf } from './not-null.ts';
import { attachPartition } from './partition.ts';
import { plainObject } from './plain.ts';
import { createPolicy } from './policy.ts';
import { addPrimaryKey } from './primary-key.ts';
import { createRole } from './role.ts';
import { createSchema } from './schema.ts';
import { createSequence, ownSequence } from './sequence.ts';
import { createIndex, markIndex } from './table-index.ts';
import type { TableParts } from './table.ts';
import { createTable, orderTables, secureRows } from './table.ts';
import { addUnique } from './unique.ts';
import { orderViews } from './view-order.ts';
import { createView } from './view.ts';

/** The constraints that stand in a table's own statement. */
const CONSTRAINTS: readonly string[] = [
  ...['primary key', 'unique', 'check'],
  ...['exclusion constraint', 'not null constraint'],
];

/** The kinds of objects that are made; any other is left out. */
export const RENDERED_KINDS: ReadonlySet<string> = new Set([
  ...['role', 'schema', 'enum', 'sequence', 'table', 'column'],
  ...CONSTRAINTS,
  ...['foreign key', 'index', 'view', 'materialized view', 'policy'],
]);

/** The statements that make all that a schema declares in an empty database, in order and without semicolons. */
export function renderSchema(objects: readonly DeclaredObject[]): readonly string[] {
  return renderObjects(objects.filter(({ existing }) => !existing).map(plainObject));
}

/**
 * The same for objects whose facts are plain, as those that were read from a database. It need not be all of them:
 * what belongs to a table that is not among them is added to that one.
 */
export function renderObjects(objects: readonly CatalogObject[]): readonly string[] {
  const byKind = group(objects, ({ kind }) => kind);
  const of = (kind: string): readonly CatalogObject[] => byKind.get(kind) ?? [];
  const byOwner = group(objects, ({ schema, parent }) => keyOf(schema, parent));
  const within = (owner: CatalogObject): readonly CatalogObject[] => byOwner.get(key(owner)) ?? [];

  const tables = orderTables(of('table'));
  const views = orderViews([...of('view'), ...of('materialized view')]);
  const owners = new Set(objects.filter(({ parent }) => parent === null).map(key));
  const isAlone = ({ schema, parent }: CatalogObject): boolean => !owners.has(keyOf(schema, parent));
  // A column brings a sequence of its own with it.
  const brought = new Set(of('column').map((column) => keyOf(...(sequenceNameOf(column) ?? []))));
  const sequences = of('sequence').filter((sequence) => !brought.has(key(sequence)));
  const ofViews = new Set(views.flatMap(within).filter(({ kind }) => kind === 'index'));
  return [
    ...of('role').flatMap(createRole),
    ...of('schema').flatMap(createSchema),
    ...of('enum').flatMap(createEnum),
    ...sequences.flatMap(createSequence),
    ...tables.flatMap((table) => createTable(table, partsOf(within(table)))),
    ...of('column')
      .filter(isAlone)
      .flatMap((column) => addColumn(column, notNullOf(column, of('not null constraint')))),
    ...sequences.flatMap(ownSequence),
    ...of('primary key').filter(isAlone).flatMap(addPrimaryKey),
    ...of('unique').filter(isAlone).flatMap(addUnique),
    ...of('check').filter(isAlone).flatMap(addCheck),
    ...of('exclusion constraint').filter(isAlone).flatMap(addExclusion),
    // Before the foreign keys: one may lead to columns that only an index makes unique.
    ...of('index')
      .filter((index) => !ofViews.has(index))
      .flatMap(createIndex),
    ...of('foreign key').flatMap(addForeignKey),
    ...tables.flatMap(attachPartition),
    ...views.flatMap((view) =>
      view.kind === 'view' ? createView(view, partsOf(within(view)).columns) : createMaterializedView(view),
    ),
    ...[...ofViews].flatMap(createIndex),
    ...objects.flatMap(markIndex),
    ...tables.flatMap(secureRows),
    ...of('policy').flatMap(createPolicy),
    ...objects.flatMap(commentOn),
  ];
}

function partsOf(children: readonly CatalogObject[]): TableParts {
  return {
    columns: children.filter(({ kind }) => kind === 'column'),
    constraints: children.filter(({ kind }) => CONSTRAINTS.includes(kind)),
  };
}

function group(
  objects: readonly CatalogObject[],
  by: (object: CatalogObject) => string,
): ReadonlyMap<string, readonly CatalogObject[]> {
  const groups = new Map<string, CatalogObject[]>();
  for (const object of objects) {
    const found = groups.get(by(object));
    if (found === undefined) groups.set(by(object), [object]);
    else found.push(object);
  }
  return groups;
}

/** One key for what a namespace holds under a name. */
function key({ schema, name }: CatalogObject): string {
  return keyOf(schema, name);
}
