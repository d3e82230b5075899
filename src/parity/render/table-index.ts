import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { parenthesised } from './expression.ts';
import { listFact, textFact, textsFact } from './facts.ts';
import { including } from './key-columns.ts';
import { nameOf, ownerOf, word } from './names.ts';
import { parameter, withParameters } from './storage-parameters.ts';

/**
 * Makes an index of a table or a materialized view. One that is not whole is that of a partitioned table whose
 * partitions have no part of it; for any other table the word changes nothing, and its index is whole afterwards.
 */
export function createIndex(index: CatalogObject): readonly string[] {
  const known = KNOWN.get(index);
  if (known !== undefined) return known;
  const statements = statementsFor(index);
  KNOWN.set(index, statements);
  return statements;
}

/** Asked for again while one index is looked at. */
const KNOWN = new WeakMap<CatalogObject, readonly string[]>();

function statementsFor(index: CatalogObject): readonly string[] {
  const { facts, name } = index;
  const only = facts.valid === false;
  const keys = listFact(index, 'columns').map((_, position) => indexKey(index, position));
  const tablespace = textFact(index, 'tablespace');
  const where = textFact(index, 'where');
  return [
    [
      `CREATE ${facts.unique === true ? 'UNIQUE ' : ''}INDEX ${quoteIdentifier(name)}`,
      ` ON ${only ? 'ONLY ' : ''}${ownerOf(index)} USING ${word(textFact(index, 'method') ?? 'btree')} (${keys.join(', ')})`,
      including(index),
      facts.nullsNotDistinct === true ? ' NULLS NOT DISTINCT' : '',
      withParameters(textsFact(index, 'with')),
      tablespace === undefined ? '' : ` TABLESPACE ${quoteIdentifier(tablespace)}`,
      where === undefined ? '' : ` WHERE ${parenthesised(where)}`,
    ].join(''),
    ...statistics(index),
  ];
}

/** Where the index of an exclusion constraint is kept and how closely its values are counted: its clause cannot say. */
export function keepIndex(constraint: CatalogObject): readonly string[] {
  const tablespace = textFact(constraint, 'tablespace');
  return [
    ...(tablespace === undefined
      ? []
      : [`ALTER INDEX ${nameOf(constraint)} SET TABLESPACE ${quoteIdentifier(tablespace)}`]),
    ...statistics(constraint),
  ];
}

/** What a table does with an index, or with that of a constraint: it is kept in its order, or known by it to replicas. */
export function markIndex(index: CatalogObject): readonly string[] {
  const { clustered, replicaIdentity } = index.facts;
  const name = quoteIdentifier(index.name);
  return [
    ...(clustered === true ? [`ALTER TABLE ${ownerOf(index)} CLUSTER ON ${name}`] : []),
    ...(replicaIdentity === true
      ? [`ALTER TABLE ${ownerOf(index)} REPLICA IDENTITY USING INDEX ${name}`]
      : []),
  ];
}

function indexKey(index: CatalogObject, position: number): string {
  const column = entryOf(index, 'columns', position);
  const collation = entryOf(index, 'collations', position);
  return [
    column === undefined
      ? parenthesised(entryOf(index, 'expressions', position) ?? '')
      : quoteIdentifier(column),
    collation === undefined ? '' : ` COLLATE ${collation}`,
    operatorClass(index, position),
    direction(entryOf(index, 'orders', position), entryOf(index, 'nulls', position)),
  ].join('');
}

function operatorClass(index: CatalogObject, position: number): string {
  const name = entryOf(index, 'opclasses', position);
  const options = numbered(index, 'opclassOptions', position).map(parameter);
  const isDefault = listFact(index, 'defaultOpclasses')[position] === true;
  if (name === undefined || (isDefault && options.length === 0)) return '';
  const qualified = entryOf(index, 'qualifiedOpclasses', position);
  const isOwn = qualified === undefined || qualified.startsWith('pg_catalog.');
  return ` ${isOwn ? word(name) : qualified}${options.length === 0 ? '' : ` (${options.join(', ')})`}`;
}

/** How closely the values of expressions are counted, where that was said. */
function statistics(index: CatalogObject): readonly string[] {
  return listFact(index, 'columns').flatMap((_, position) =>
    numbered(index, 'statistics', position).map(
      (count) => `ALTER INDEX ${nameOf(index)} ALTER COLUMN ${position + 1} SET STATISTICS ${count}`,
    ),
  );
}

function entryOf(index: CatalogObject, fact: string, position: number): string | undefined {
  const value = listFact(index, fact)[position];
  return typeof value === 'string' ? value : undefined;
}

/** What is said of one part of the key, in a list of all that is said: `2: siglen=64`. */
function numbered(index: CatalogObject, fact: string, position: number): readonly string[] {
  const start = `${position + 1}: `;
  return textsFact(index, fact)
    .filter((entry) => entry.startsWith(start))
    .map((entry) => entry.slice(start.length));
}

/** Nulls come last unless the order is turned round. */
function direction(order: string | undefined, nulls: string | undefined): string {
  const isDescending = order === 'desc';
  const usual = isDescending ? 'first' : 'last';
  const place = nulls === undefined || nulls === usual ? '' : ` NULLS ${nulls.toUpperCase()}`;
  return `${isDescending ? ' DESC' : ''}${place}`;
}
