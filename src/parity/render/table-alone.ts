import type { CatalogObject } from '../../catalog/object.ts';
import { addForeignKey } from './foreign-key.ts';
import { textsFact } from './facts.ts';
import { createPolicy } from './policy.ts';
import { createIndex } from './table-index.ts';
import { createTable, secureRows } from './table.ts';

/** What can stand in a table's own statement. */
const WITHIN = new Set(['column', 'primary key', 'unique', 'check', 'not null constraint']);
/** What follows it, in this order. */
const BEHIND = new Set(['index', 'foreign key', 'policy']);

/**
 * The statements for one table with all that belongs to it; undefined where something of it has to be put in order first:
 * most tables are such, and to say them takes far less than to find out what comes before what.
 */
export function renderTableAlone(objects: readonly CatalogObject[]): readonly string[] | undefined {
  const tables = objects.filter(({ kind }) => kind === 'table');
  const [table] = tables;
  if (table === undefined || tables.length > 1) return undefined;
  const isAlone = objects.every((one) => one === table || (isPartOf(one, table) && isPlain(one)));
  if (!isAlone || !isPlain(table) || isInTree(table)) return undefined;
  const of = (kind: string): readonly CatalogObject[] => objects.filter((one) => one.kind === kind);
  const within = objects.filter(({ kind }) => WITHIN.has(kind));
  return [
    ...createTable(table, {
      columns: within.filter(({ kind }) => kind === 'column'),
      constraints: within.filter(({ kind }) => kind !== 'column'),
    }),
    ...of('index').flatMap(createIndex),
    ...of('foreign key').flatMap(addForeignKey),
    ...secureRows(table),
    ...of('policy').flatMap(createPolicy),
  ];
}

function isPartOf({ kind, schema, parent }: CatalogObject, table: CatalogObject): boolean {
  return (WITHIN.has(kind) || BEHIND.has(kind)) && schema === table.schema && parent === table.name;
}

/** Whether nothing is done about it later, and nothing brings it along. */
function isPlain({ facts }: CatalogObject): boolean {
  return (
    facts.inherited !== true &&
    facts.valid !== false &&
    facts.clustered !== true &&
    facts.replicaIdentity !== true
  );
}

/** Whether it is a partition, or has some. */
function isInTree(table: CatalogObject): boolean {
  return textsFact(table, 'partitionOf').length > 0 || typeof table.facts.partitionKey === 'string';
}
