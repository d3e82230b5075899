import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { columnStorage } from './column-storage.ts';
import { textFact } from './facts.ts';
import { nameOf, word } from './names.ts';
import { replicaIdentity } from './table.ts';
import { relationParameters, withParameters } from './storage-parameters.ts';

/** Makes a materialized view, and fills it unless it is said to be empty. */
export function createMaterializedView(
  view: CatalogObject,
  columns: readonly CatalogObject[] = [],
): readonly string[] {
  const using = textFact(view, 'using') ?? 'heap';
  const tablespace = textFact(view, 'tablespace');
  return [
    [
      `CREATE MATERIALIZED VIEW ${nameOf(view)}`,
      using === 'heap' ? '' : ` USING ${word(using)}`,
      withParameters(relationParameters(view, 'with')),
      tablespace === undefined ? '' : ` TABLESPACE ${quoteIdentifier(tablespace)}`,
      ` AS\n${textFact(view, 'definition') ?? ''}`,
      view.facts.populated === false ? '\nWITH NO DATA' : '',
    ].join(''),
    ...columns.flatMap(columnStorage),
    ...replicaIdentity(view),
  ];
}
