import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { textFact, textsFact } from './facts.ts';
import { ownerOf } from './names.ts';
import { parameter } from './storage-parameters.ts';

/** How a column's values are kept and counted, where that is not as its type has it. */
export function columnStorage(column: CatalogObject): readonly string[] {
  const storage = textFact(column, 'storage');
  const compression = textFact(column, 'compression');
  const statistics = column.facts.statistics;
  const options = textsFact(column, 'options');
  const isUsual = storage === undefined && compression === undefined && options.length === 0;
  if (isUsual && typeof statistics !== 'number') return [];
  const change = `ALTER TABLE ${ownerOf(column)} ALTER COLUMN ${quoteIdentifier(column.name)}`;
  return [
    ...(storage === undefined ? [] : [`${change} SET STORAGE ${storage.toUpperCase()}`]),
    ...(compression === undefined ? [] : [`${change} SET COMPRESSION ${compression}`]),
    ...(typeof statistics === 'number' ? [`${change} SET STATISTICS ${statistics}`] : []),
    ...(options.length === 0 ? [] : [`${change} SET (${options.map(parameter).join(', ')})`]),
  ];
}
