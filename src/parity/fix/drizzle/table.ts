import type { CatalogObject } from '../../../catalog/object.ts';
import { textsFact } from '../../render/facts.ts';
import { inOrder } from '../../render/table.ts';
import { call, quoted } from '../code.ts';
import type { Sides } from '../sides.ts';
import { columnCode } from './column.ts';
import { constraintCode } from './key.ts';
import { makerOf } from './names.ts';
import { policyCode } from './policy.ts';
import { indexCode } from './table-index.ts';

/** A table of the database as a schema declares it, with all that it has. */
export function tableCode(table: CatalogObject, sides: Sides): string {
  const parts = sides.inDatabase.partsOf(table).filter(({ facts }) => facts.inherited !== true);
  const of = (...kinds: readonly string[]): readonly CatalogObject[] =>
    kinds.flatMap((kind) => parts.filter((one) => one.kind === kind));
  // A key of one column is said at the column.
  const keys = of('primary key').map((key) => textsFact(key, 'columns'));
  const [single] = keys.filter(({ length }) => length === 1).flat();
  const columns = inOrder(of('column')).map((column) => columnCode(column, sides, column.name === single));
  const extras = [
    ...of('primary key', 'unique', 'foreign key', 'check')
      .filter(({ kind }) => kind !== 'primary key' || single === undefined)
      .map((constraint) => constraintCode(constraint, sides)),
    ...of('index').map((index) => indexCode(index, sides)),
    ...of('policy').map((policy) => policyCode(policy, sides)),
  ];
  const body = `{\n${columns.map((one) => `  ${one},\n`).join('')}}`;
  const others = extras.length === 0 ? '' : `(t) => [\n${extras.map((one) => `  ${one},\n`).join('')}]`;
  const isSecured = table.facts.rls === true && of('policy').length === 0;
  return `${call(makerOf('table', table.schema, sides), quoted(table.name), body, others)}${isSecured ? '.enableRLS()' : ''}`;
}

/** What stands in the third argument of a table: a constraint, an index or a policy. */
export function extraCode(object: CatalogObject, sides: Sides): string {
  if (object.kind === 'index') return indexCode(object, sides);
  return object.kind === 'policy' ? policyCode(object, sides) : constraintCode(object, sides);
}
