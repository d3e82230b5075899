import type { CatalogObject } from '../../../catalog/object.ts';
import { textFact, textsFact } from '../../render/facts.ts';
import { inOrder } from '../../render/table.ts';
import { call, camelCase, propertyKey, quoted, record } from '../code.ts';
import type { Sides } from '../sides.ts';
import { typeCode } from './column-type.ts';
import { keyOf, makerOf } from './names.ts';
import type { Spelling } from './spelling.ts';
import { sqlCode } from './sql.ts';
import { parametersCode } from './table-index.ts';

/** A view or a materialized view as a schema declares it, with its columns: Drizzle reads none from SQL. */
export function viewCode(view: CatalogObject, sides: Sides, spelling?: Spelling): string {
  const columns = inOrder(sides.inDatabase.partsOf(view).filter(({ kind }) => kind === 'column'));
  const fields = columns.map(
    (column) => `\n  ${propertyKey(keyOf(column, sides))}: ${typeCode(column, sides, spelling)},`,
  );
  return [
    call(makerOf(view.kind, view.schema, sides), quoted(view.name), `{${fields.join('')}\n}`),
    ...(view.kind === 'view' ? viewOptions(view) : materializedOptions(view)),
    call('as', sqlCode(textFact(view, 'definition') ?? '')),
  ].join('.');
}

function viewOptions({ facts }: CatalogObject): readonly string[] {
  const options = record({
    checkOption: typeof facts.checkOption === 'string' ? quoted(facts.checkOption) : undefined,
    securityBarrier: facts.securityBarrier === true ? 'true' : undefined,
    securityInvoker: facts.securityInvoker === true ? 'true' : undefined,
  });
  return options === '' ? [] : [call('with', options)];
}

function materializedOptions(view: CatalogObject): readonly string[] {
  const using = textFact(view, 'using') ?? 'heap';
  const tablespace = textFact(view, 'tablespace');
  const parameters = textsFact(view, 'with');
  return [
    ...(using === 'heap' ? [] : [call('using', quoted(using))]),
    // Of these alone Drizzle knows the names, and writes them as TypeScript does.
    ...(parameters.length === 0 ? [] : [call('with', parametersCode(parameters, camelCase))]),
    ...(tablespace === undefined ? [] : [call('tablespace', quoted(tablespace))]),
    ...(view.facts.populated === false ? ['withNoData()'] : []),
  ];
}
