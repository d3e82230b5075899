import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { listFact, textsFact } from '../../render/facts.ts';
import { nameOf, ownerOf } from '../../render/names.ts';
import { quoted } from '../code.ts';
import { alterTable, isPlain, namesOf, raw, schemaCall, tableCall } from '../knex.ts';
import type { Call, Pieces } from './piece.ts';

const CONSTRAINTS = new Set(['primary key', 'unique', 'check', 'foreign key', 'exclusion constraint']);
/** The builder's own statements. */
const STATEMENTS: Readonly<Record<string, string>> = {
  table: 'dropTable',
  view: 'dropView',
  'materialized view': 'dropMaterializedView',
};
const CALLED: Readonly<Record<string, string>> = { enum: 'TYPE' };

/** What drops an object, by the builder where that knows its kind. */
export function dropped(object: CatalogObject): Pieces {
  const { kind, schema, parent, name } = object;
  const statement = STATEMENTS[kind];
  if (statement !== undefined && isPlain(schema, name)) return schemaCall(schema, statement, name);
  const call = isPlain(schema, parent, name) ? dropCall(object) : undefined;
  if (call !== undefined) return alterTable({ schema, name: parent ?? '' }, [call]);
  if (kind === 'policy') return raw([`DROP POLICY ${quoteIdentifier(name)} ON ${ownerOf(object)}`]);
  if (kind === 'column') return raw([`ALTER TABLE ${ownerOf(object)} DROP COLUMN ${quoteIdentifier(name)}`]);
  if (CONSTRAINTS.has(kind))
    return raw([`ALTER TABLE ${ownerOf(object)} DROP CONSTRAINT ${quoteIdentifier(name)}`]);
  return raw([`DROP ${CALLED[kind] ?? kind.toUpperCase()} ${nameOf(object)}`]);
}

/** Checks the builder drops without quoting their names. */
function dropCall(object: CatalogObject): Call | undefined {
  const { kind, name } = object;
  if (kind === 'column') return { ...tableCall('dropColumn', quoted(name)), frees: name };
  if (kind === 'primary key') return tableCall('dropPrimary', quoted(name));
  if (kind === 'unique') return tableCall('dropUnique', columnsOf(object), quoted(name));
  if (kind === 'foreign key') return tableCall('dropForeign', columnsOf(object), quoted(name));
  return kind === 'index' ? tableCall('dropIndex', columnsOf(object), quoted(name)) : undefined;
}

/** Its columns, which Knex makes nothing of where there is a name; none where they are not all of it. */
function columnsOf(object: CatalogObject): string {
  const columns = textsFact(object, 'columns');
  const isWhole = columns.length === listFact(object, 'columns').length;
  return namesOf(isWhole ? columns : []);
}
