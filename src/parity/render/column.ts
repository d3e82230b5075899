import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { columnSequence } from './column-sequence.ts';
import { parenthesised } from './expression.ts';
import { textFact } from './facts.ts';
import { withOptions } from './generic-options.ts';
import { columnStorage } from './column-storage.ts';
import { ownerOf } from './names.ts';
import { addUnvalidatedNotNull, notNullClause } from './not-null.ts';

/** What a column is made of: its part of a statement, and the statements that have to come before and after. */
export interface ColumnParts {
  readonly before: readonly string[];
  readonly definition: string;
  readonly after: readonly string[];
}

/** Asked for again and again while its table is looked at. */
const KNOWN = new WeakMap<
  CatalogObject,
  { readonly notNull: CatalogObject | undefined; readonly parts: ColumnParts }
>();

/** The column for a CREATE TABLE or an ADD COLUMN; the constraint that it is not null, where that is known. */
export function columnParts(column: CatalogObject, notNull?: CatalogObject): ColumnParts {
  const known = KNOWN.get(column);
  if (known !== undefined && known.notNull === notNull) return known.parts;
  const parts = partsOf(column, notNull);
  KNOWN.set(column, { notNull, parts });
  return parts;
}

function partsOf(column: CatalogObject, notNull: CatalogObject | undefined): ColumnParts {
  const sequence = columnSequence(column);
  const options = withOptions(column, 'foreignOptions');
  const collation = textFact(column, 'collation');
  const words = [
    quoteIdentifier(column.name),
    sequence?.pseudoType ?? textFact(column, 'type') ?? '',
    ...(options === '' ? [] : [options.trim()]),
    ...(collation === undefined ? [] : [`COLLATE ${collation}`]),
    ...(sequence?.clause ?? valueClause(column)),
    ...(column.facts.nullable === false && isValidated(column) ? [notNullClause(notNull)] : []),
  ];
  return {
    before: sequence?.before ?? [],
    definition: words.join(' '),
    after: [
      ...(sequence?.after ?? []),
      ...(isValidated(column) ? [] : addUnvalidatedNotNull(column, notNull)),
      ...columnStorage(column),
    ],
  };
}

/** Adds a column to a table that is there. */
export function addColumn(column: CatalogObject, notNull?: CatalogObject): readonly string[] {
  const { before, definition, after } = columnParts(column, notNull);
  return [...before, `ALTER TABLE ${ownerOf(column)} ADD COLUMN ${definition}`, ...after];
}

/** Gives a column of a table or a view its default. A view's is for those who insert into it. */
export function setDefault(column: CatalogObject, relation: 'TABLE' | 'VIEW' = 'TABLE'): readonly string[] {
  const value = textFact(column, 'default');
  if (value === undefined) return [];
  const name = quoteIdentifier(column.name);
  return [`ALTER ${relation} ${ownerOf(column)} ALTER COLUMN ${name} SET DEFAULT ${parenthesised(value)}`];
}

/** Holds a column of a table to take no null. */
export function setNotNull(column: CatalogObject): readonly string[] {
  if (column.facts.nullable !== false) return [];
  return [`ALTER TABLE ${ownerOf(column)} ALTER COLUMN ${quoteIdentifier(column.name)} SET NOT NULL`];
}

function valueClause(column: CatalogObject): readonly string[] {
  const generation = textFact(column, 'generation');
  if (generation !== undefined) {
    const kind = textFact(column, 'generated') === 'virtual' ? 'VIRTUAL' : 'STORED';
    return [`GENERATED ALWAYS AS ${parenthesised(generation)} ${kind}`];
  }
  const value = textFact(column, 'default');
  return value === undefined ? [] : [`DEFAULT ${parenthesised(value)}`];
}

function isValidated({ facts }: CatalogObject): boolean {
  return facts.nullable !== false || facts.notNullValidated !== false;
}
