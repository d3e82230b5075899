import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { deferral } from './constraint.ts';
import { textFact, textsFact } from './facts.ts';
import { columnList } from './names.ts';
import { withParameters } from './storage-parameters.ts';

/** The columns of a primary key or a unique constraint, and all that follows them. */
export function keyColumns(key: CatalogObject): string {
  const overlaps = key.facts.withoutOverlaps === true ? ' WITHOUT OVERLAPS' : '';
  const columns = textsFact(key, 'columns').map(quoteIdentifier).join(', ');
  const tablespace = textFact(key, 'tablespace');
  return [
    `(${columns}${overlaps})`,
    including(key),
    withParameters(textsFact(key, 'with')),
    tablespace === undefined ? '' : ` USING INDEX TABLESPACE ${quoteIdentifier(tablespace)}`,
    deferral(key),
  ].join('');
}

/** Columns that an index holds beside its key. */
export function including(object: CatalogObject): string {
  const columns = textsFact(object, 'include');
  return columns.length === 0 ? '' : ` INCLUDE ${columnList(columns)}`;
}
