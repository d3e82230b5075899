import type { CatalogObject } from '../../catalog/object.ts';
import { textFact, textsFact } from './facts.ts';
import { nameOf, qualified } from './names.ts';
import { sequenceNameOf } from './column-sequence.ts';
import { partsOfName } from './printed-name.ts';

/** Whether a table is made as a partition. It takes the bound to be one; without it, the table stands alone. */
export function isPartition(table: CatalogObject): boolean {
  return partitionedTable(table).length > 0 && textFact(table, 'partitionBound') !== undefined;
}

/** The table that one is a part of, by its namespace and name; empty for none. */
function partitionedTable(table: CatalogObject): readonly string[] {
  if (table.kind !== 'foreign table') return textsFact(table, 'partitionOf');
  return table.facts.partition === true ? partsOfName(textsFact(table, 'parents')[0] ?? '') : [];
}

/** Makes a table a partition once it is whole: the columns, constraints and indexes of both are then taken as one. */
export function attachPartition(table: CatalogObject): readonly string[] {
  if (!isPartition(table)) return [];
  const parent = qualified(partitionedTable(table));
  return [
    `ALTER TABLE ${parent} ATTACH PARTITION ${nameOf(table)} ${textFact(table, 'partitionBound') ?? ''}`,
  ];
}

/** A column of a table that will be attached: an identity that counts with the parent's sequence comes from there. */
export function partitionColumn(column: CatalogObject): CatalogObject {
  if (sequenceNameOf(column) !== undefined) return column;
  return { ...column, facts: { ...column.facts, identity: null } };
}
