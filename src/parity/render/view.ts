import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { setDefault } from './column.ts';
import { textFact } from './facts.ts';
import { nameOf } from './names.ts';
import { inOrder } from './table.ts';
import { withParameters } from './storage-parameters.ts';

/** Makes a view. Its columns are what its query gives; they are there for the defaults that they may have. */
export function createView(
  view: CatalogObject,
  columns: readonly CatalogObject[] = [],
  { replaces = false }: { readonly replaces?: boolean } = {},
): readonly string[] {
  const { facts } = view;
  const checkOption = textFact(view, 'checkOption');
  // As parameters, so that nothing has to follow the query.
  const parameters = [
    ...(checkOption === undefined ? [] : [`check_option=${checkOption}`]),
    ...(facts.securityBarrier === true ? ['security_barrier=true'] : []),
    ...(facts.securityInvoker === true ? ['security_invoker=true'] : []),
  ];
  return [
    `CREATE ${replaces ? 'OR REPLACE ' : ''}VIEW ${nameOf(view)}${withParameters(parameters)} AS\n${textFact(view, 'definition') ?? ''}`,
    ...columns.flatMap((column) => setDefault(column, 'VIEW')),
  ];
}

/** A view with the same columns that reads nothing, for those that read what needs the view. */
export function createViewStub(view: CatalogObject, columns: readonly CatalogObject[]): readonly string[] {
  const entries = inOrder(columns).map((column) => {
    const collation = textFact(column, 'collation');
    const value = `NULL::${textFact(column, 'type') ?? ''}${collation === undefined ? '' : ` COLLATE ${collation}`}`;
    return `${value} AS ${quoteIdentifier(column.name)}`;
  });
  return [`CREATE VIEW ${nameOf(view)} AS\nSELECT ${entries.join(', ')}`];
}
