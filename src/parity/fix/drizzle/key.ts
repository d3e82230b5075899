import type { CatalogObject } from '../../../catalog/object.ts';
import { textFact, textsFact } from '../../render/facts.ts';
import { call, list, quoted, record } from '../code.ts';
import type { Sides } from '../sides.ts';
import { columnsOf, variableOf } from './names.ts';
import { sqlCode } from './sql.ts';

/** A constraint as the third argument of a table declares it. */
export function constraintCode(constraint: CatalogObject, sides: Sides): string {
  const name = quoted(constraint.name);
  const columns = columnsOf(constraint, textsFact(constraint, 'columns'), sides);
  if (constraint.kind === 'check')
    return call('check', name, sqlCode(textFact(constraint, 'expression') ?? ''));
  if (constraint.kind === 'primary key') return call('primaryKey', record({ name, columns: list(columns) }));
  if (constraint.kind === 'unique') {
    const nulls = constraint.facts.nullsNotDistinct === true ? '.nullsNotDistinct()' : '';
    return `${call('unique', name)}.${call('on', ...columns)}${nulls}`;
  }
  return foreignKeyCode(constraint, name, columns, sides);
}

function foreignKeyCode(key: CatalogObject, name: string, columns: readonly string[], sides: Sides): string {
  const [schema = '', table = ''] = textsFact(key, 'references');
  const isOwn = schema === key.schema && table === key.parent;
  const target = isOwn ? 't' : variableOf({ kind: 'table', schema, parent: null, name: table }, sides);
  const foreign = columnsOf({ schema, parent: table }, textsFact(key, 'referencedColumns'), sides, target);
  const action = (method: string, what: string | undefined): string =>
    what === undefined || what === 'no action' ? '' : `.${call(method, quoted(what))}`;
  return [
    call('foreignKey', record({ name, columns: list(columns), foreignColumns: list(foreign) })),
    action('onDelete', textFact(key, 'onDelete')),
    action('onUpdate', textFact(key, 'onUpdate')),
  ].join('');
}
