import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { checkClause } from './check.ts';
import { columnStorage } from './column-storage.ts';
import { columnParts, setDefault, setNotNull } from './column.ts';
import { addToTable } from './constraint.ts';
import { exclusionClause } from './exclusion.ts';
import { listFact, textFact, textsFact } from './facts.ts';
import { withOptions } from './generic-options.ts';
import { nameOf, qualified, word } from './names.ts';
import { notNullOf, notNullOfTable } from './not-null.ts';
import { isPartition, partitionColumn } from './partition.ts';
import { primaryKeyClause } from './primary-key.ts';
import { partsOfName } from './printed-name.ts';
import { relationParameters, withParameters } from './storage-parameters.ts';
import { uniqueClause } from './unique.ts';

/** What belongs into a table's own statement. */
export interface TableParts {
  /** In the order that the table is to have, unless they say their positions. */
  readonly columns: readonly CatalogObject[];
  /** All but its foreign keys, whose other end may not be there yet. */
  readonly constraints: readonly CatalogObject[];
}

const CLAUSES: Readonly<Record<string, (constraint: CatalogObject) => string>> = {
  'primary key': primaryKeyClause,
  unique: uniqueClause,
  check: checkClause,
  'exclusion constraint': exclusionClause,
};

/** Makes a table with its columns and with those constraints that concern it alone. Its parents have to be there. */
export function createTable(table: CatalogObject, { columns, constraints }: TableParts): readonly string[] {
  const parents = parentsOf(table);
  const isInherited = ({ facts }: CatalogObject): boolean => parents.length > 0 && facts.inherited === true;
  const parts = inOrder(columns)
    .filter((column) => !isInherited(column))
    .map((column) => (isPartition(table) ? partitionColumn(column) : column))
    .map((column) => columnParts(column, notNullOf(column, constraints)));
  const own = constraints.filter((constraint) => constraint.kind in CLAUSES && !isInherited(constraint));
  const inherited = columns.filter(isInherited);
  const late = new Set([...own.filter(isUnvalidated), ...secondKeys(own)]);
  const clauses = own.filter((constraint) => !late.has(constraint)).map(clauseOf);
  return [
    ...parts.flatMap(({ before }) => before),
    [
      `CREATE ${wordsFor(table)} ${nameOf(table)}`,
      ` ${body([...parts.map(({ definition }) => definition), ...clauses, ...ownNotNulls(inherited, constraints)])}`,
      parents.length === 0 ? '' : ` INHERITS (${parents.join(', ')})`,
      ...storage(table),
    ].join(''),
    ...parts.flatMap(({ after }) => after),
    // A parent's column may have another default, or none.
    ...inherited.flatMap((column) => [
      ...setDefault(column),
      ...(notNullOf(column, constraints) === undefined ? setNotNull(column) : []),
      ...columnStorage(column),
    ]),
    ...[...late].flatMap((constraint) => addToTable(constraint, clauseOf(constraint))),
    ...replicaIdentity(table),
    ...ofType(table),
  ];
}

/** Turns on row level security, for the owner too where that is said. */
export function secureRows(table: CatalogObject): readonly string[] {
  const { rls, forceRls } = table.facts;
  return [
    ...(rls === true ? [`ALTER TABLE ${nameOf(table)} ENABLE ROW LEVEL SECURITY`] : []),
    ...(forceRls === true ? [`ALTER TABLE ${nameOf(table)} FORCE ROW LEVEL SECURITY`] : []),
  ];
}

/**
 * Tables in their order, but each after those that it inherits from. A partition could be made before its parent, but
 * would take names from it that Postgres makes up.
 */
export function orderTables(tables: readonly CatalogObject[]): readonly CatalogObject[] {
  const byName = new Map(tables.map((table) => [nameOf(table), table]));
  const ordered = new Set<CatalogObject>();
  const place = (table: CatalogObject): void => {
    for (const parent of [...parentsOf(table), qualified(textsFact(table, 'partitionOf'))]) {
      const found = byName.get(parent);
      if (found !== undefined && !ordered.has(found)) place(found);
    }
    ordered.add(table);
  };
  tables.forEach(place);
  return [...ordered];
}

/** The tables that it inherits from, as SQL. A foreign table says so in its own way, and of partitions too. */
function parentsOf(table: CatalogObject): readonly string[] {
  if (table.kind === 'foreign table') {
    return table.facts.partition === true
      ? []
      : textsFact(table, 'parents').map((name) => qualified(partsOfName(name)));
  }
  return (listFact(table, 'inherits') as readonly (readonly string[])[]).map(qualified);
}

function wordsFor({ kind, facts }: CatalogObject): string {
  return `${facts.unlogged === true ? 'UNLOGGED ' : ''}${kind === 'foreign table' ? 'FOREIGN ' : ''}TABLE`;
}

/** Inherited columns that are held to it here, whatever the parent's are. Before Postgres 18 this has no name. */
function ownNotNulls(
  inherited: readonly CatalogObject[],
  constraints: readonly CatalogObject[],
): readonly string[] {
  return inherited.flatMap((column) => {
    const constraint = notNullOf(column, constraints);
    if (constraint === undefined || constraint.facts.inherited === true) return [];
    return [notNullOfTable(column, constraint)];
  });
}

/** The type that its columns follow, once it has them. */
function ofType(table: CatalogObject): readonly string[] {
  const type = textsFact(table, 'ofType');
  return type.length === 0 ? [] : [`ALTER TABLE ${nameOf(table)} OF ${qualified(type)}`];
}

function body(lines: readonly string[]): string {
  return lines.length === 0 ? '()' : `(${lines.map((line) => `\n  ${line}`).join(',')}\n)`;
}

function storage(table: CatalogObject): readonly string[] {
  if (table.kind === 'foreign table') {
    return [` SERVER ${quoteIdentifier(textFact(table, 'server') ?? '')}`, withOptions(table)];
  }
  const partitionKey = textFact(table, 'partitionKey');
  const method = textFact(table, 'accessMethod') ?? 'heap';
  const tablespace = textFact(table, 'tablespace');
  return [
    partitionKey === undefined ? '' : ` PARTITION BY ${partitionKey}`,
    method === 'heap' ? '' : ` USING ${word(method)}`,
    withParameters(relationParameters(table, 'options')),
    tablespace === undefined ? '' : ` TABLESPACE ${quoteIdentifier(tablespace)}`,
  ];
}

/** What identifies a row to replication. An index that does says so itself. */
export function replicaIdentity(table: CatalogObject): readonly string[] {
  const identity = textFact(table, 'replicaIdentity');
  if (identity !== 'full' && identity !== 'nothing') return [];
  return [`ALTER TABLE ${nameOf(table)} REPLICA IDENTITY ${identity.toUpperCase()}`];
}

/** Columns by their positions, where these are known. */
export function inOrder(columns: readonly CatalogObject[]): readonly CatalogObject[] {
  const position = ({ facts }: CatalogObject): number => Number(facts.position ?? 0);
  return columns.toSorted((one, other) => position(one) - position(other));
}

function clauseOf(constraint: CatalogObject): string {
  return CLAUSES[constraint.kind]?.(constraint) ?? '';
}

/** Within the statement that makes its table a check would be valid whatever it says. */
function isUnvalidated({ facts }: CatalogObject): boolean {
  return facts.validated === false && facts.enforced !== false;
}

/** Keys on the same columns as another: within one statement Postgres makes one of them. */
function secondKeys(constraints: readonly CatalogObject[]): readonly CatalogObject[] {
  const keys = constraints.filter(({ kind }) => kind === 'primary key' || kind === 'unique');
  const columns = keys.map((constraint) => JSON.stringify(textsFact(constraint, 'columns')));
  return keys.filter((_, index) => columns.indexOf(columns[index] ?? '') < index);
}
