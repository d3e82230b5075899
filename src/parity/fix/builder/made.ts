import { keyOf } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { columnParts } from '../../render/column.ts';
import { renderObjects } from '../../render/index.ts';
import { ownerOf } from '../../render/names.ts';
import { notNullOf } from '../../render/not-null.ts';
import { orderTables } from '../../render/table.ts';
import { listed } from '../grouped.ts';
import { alterTable, raw } from '../knex.ts';
import { saidColumn } from './column.ts';
import { saidKey } from './key.ts';
import { inOrderOfKeys, KnownKeys } from './known-keys.ts';
import { newTable, startOf } from './new-table.ts';
import type { Link, Pieces } from './piece.ts';

/** The beginning of a table's statement, up to what it has. */
const CREATE_TABLE = /^CREATE TABLE "(?:[^"]|"")*"(?:\."(?:[^"]|"")*")? \(/;

/**
 * What makes objects, by the builder where it says all of it. The statements of SQL are what it is held against, so
 * that whatever they say and the builder does not stays SQL.
 */
export function made(objects: readonly CatalogObject[]): Pieces {
  const ordered = inOrderOfKeys(objects);
  const statements = renderObjects(ordered);
  const said = new Map<string, Pieces>();
  const note = (statement: string, pieces: Pieces): void => {
    if (!said.has(statement)) said.set(statement, pieces);
  };
  const byOwner = listed(objects, ({ schema, parent }) => keyOf(schema, parent));
  const keys = new KnownKeys(objects);
  const creates = new Map(
    statements.flatMap((statement) => {
      const [start] = statement.startsWith('CREATE TABLE') ? (CREATE_TABLE.exec(statement) ?? []) : [];
      return start === undefined ? [] : [[start, statement]];
    }),
  );
  for (const table of orderTables(ordered.filter(({ kind }) => kind === 'table'))) {
    const parts = byOwner.get(keyOf(table.schema, table.name)) ?? [];
    const found = newTable({ table, statement: creates.get(startOf(table)), parts, keys });
    if (found === undefined) continue;
    const [create = '', ...covered] = found.covered;
    const place = { schema: table.schema, name: table.name };
    note(create, [{ kind: 'create', table: place, calls: found.calls }, ...raw(found.after)]);
    covered.forEach((statement) => {
      note(statement, []);
    });
  }
  const tables = new Set(
    ordered.filter(({ kind }) => kind === 'table').map(({ schema, name }) => keyOf(schema, name)),
  );
  for (const object of objects) {
    const isAdded = object.kind === 'column' && !tables.has(keyOf(object.schema, object.parent));
    if (isAdded) noteColumn(object, notNullOf(object, objects), note);
    const key = saidKey(object);
    if (key !== undefined) note(key.statement, altered(object, key.links));
  }
  return statements.flatMap((statement) => said.get(statement) ?? raw([statement]));
}

function noteColumn(
  column: CatalogObject,
  notNull: CatalogObject | undefined,
  note: (statement: string, pieces: Pieces) => void,
): void {
  const found = saidColumn(column, { notNull });
  if (found === undefined) return;
  const { definition } = columnParts(column, notNull);
  note(`ALTER TABLE ${ownerOf(column)} ADD COLUMN ${definition}`, altered(column, found.links, column.name));
  found.covered.forEach((statement) => {
    note(statement, []);
  });
}

function altered({ schema, parent }: CatalogObject, links: readonly Link[], adds?: string): Pieces {
  return alterTable({ schema, name: parent ?? '' }, [{ links, ...(adds !== undefined && { adds }) }]);
}
