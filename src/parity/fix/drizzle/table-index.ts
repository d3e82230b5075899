import type { CatalogObject } from '../../../catalog/object.ts';
import { listFact, textFact, textsFact } from '../../render/facts.ts';
import { parameter } from '../../render/storage-parameters.ts';
import { call, propertyKey, quoted, template } from '../code.ts';
import type { Sides } from '../sides.ts';
import { columnOf } from './names.ts';
import { sqlCode } from './sql.ts';

/** An index as the third argument of a table declares it. */
export function indexCode(index: CatalogObject, sides: Sides): string {
  const method = textFact(index, 'method') ?? 'btree';
  const keys = listFact(index, 'columns').map((_, position) => keyCode(index, position, sides));
  const where = textFact(index, 'where');
  const parameters = textsFact(index, 'with');
  return [
    call(index.facts.unique === true ? 'uniqueIndex' : 'index', quoted(index.name)),
    method === 'btree' ? call('on', ...keys) : call('using', quoted(method), ...keys),
    ...(where === undefined ? [] : [call('where', sqlCode(where))]),
    ...(parameters.length === 0 ? [] : [call('with', parametersCode(parameters))]),
  ].join('.');
}

/** Storage parameters as Drizzle takes them. */
export function parametersCode(
  parameters: readonly string[],
  keyOf: (name: string) => string = (name) => name,
): string {
  const entries = parameters.map((entry): [string, string] => {
    const at = entry.indexOf('=');
    const value = entry.slice(at + 1);
    return [
      keyOf(entry.slice(0, at)),
      /^(?:-?\d+(?:\.\d+)?|true|false)$/.test(value) ? value : quoted(value),
    ];
  });
  return `{ ${entries.map(([name, value]) => `${propertyKey(name)}: ${value}`).join(', ')} }`;
}

function keyCode(index: CatalogObject, position: number, sides: Sides): string {
  const at = (fact: string): string | undefined => {
    const value = listFact(index, fact)[position];
    return typeof value === 'string' ? value : undefined;
  };
  const [column, collation] = [at('columns'), at('collations')];
  const isDefault = listFact(index, 'defaultOpclasses')[position] === true;
  const options = textsFact(index, 'opclassOptions')
    .filter((entry) => entry.startsWith(`${position + 1}: `))
    .map((entry) => parameter(entry.slice(entry.indexOf(' ') + 1)));
  const operatorClass =
    isDefault && options.length === 0
      ? undefined
      : `${at('opclasses') ?? ''}${options.length === 0 ? '' : `(${options.join(', ')})`}`;
  const [order, nulls] = [at('orders'), at('nulls')];
  if (column === undefined || collation !== undefined) {
    // Drizzle has no method for a collation, but takes what stands behind an expression.
    const words = [
      ...(collation === undefined ? [] : [`collate ${collation}`]),
      ...(operatorClass === undefined ? [] : [operatorClass]),
      ...(order === 'desc' ? ['desc'] : []),
      ...(nulls === undefined || nulls === (order === 'desc' ? 'first' : 'last') ? [] : [`nulls ${nulls}`]),
    ];
    const rest = words.map((one) => ` ${one}`).join('');
    if (column === undefined) return sqlCode(`${wrapped(at('expressions') ?? '')}${rest}`);
    return `sql\`\${${columnOf(index, column, sides)}}${template(rest).slice(1)}`;
  }
  return [
    columnOf(index, column, sides),
    ...(order === 'desc' ? ['desc()'] : []),
    // Drizzle puts nulls last unless it is told otherwise, whatever the order.
    ...(nulls === 'first' ? ['nullsFirst()'] : order === 'desc' ? ['nullsLast()'] : []),
    ...(operatorClass === undefined ? [] : [call('op', quoted(operatorClass))]),
  ].join('.');
}

/** In parentheses, unless it has them or is a call: a key can be nothing else. */
function wrapped(expression: string): string {
  return /^(?:[\w".]*)\(/.test(expression) && expression.endsWith(')') ? expression : `(${expression})`;
}
