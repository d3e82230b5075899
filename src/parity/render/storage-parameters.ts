import type { CatalogObject } from '../../catalog/object.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { textsFact } from './facts.ts';
import { word } from './names.ts';

/** Values that need no quotes to be read. */
const PLAIN = /^(?:-?\d+(?:\.\d+)?|on|off|true|false|auto|local|cascaded)$/;

/** The words ` WITH (…)` for parameters as the catalogue holds them, `name=value`; none for none. */
export function withParameters(parameters: readonly string[]): string {
  return parameters.length === 0 ? '' : ` WITH (${parameters.map(parameter).join(', ')})`;
}

/** The parameters of a relation in one list with those of the table that keeps its long values. */
export function relationParameters(object: CatalogObject, fact: 'options' | 'with'): readonly string[] {
  return [...textsFact(object, fact), ...textsFact(object, 'toastOptions').map((entry) => `toast.${entry}`)];
}

/** One of them, as it is set. */
export function parameter(entry: string): string {
  const [name = '', ...rest] = entry.split('=');
  const value = rest.join('=');
  return `${name.split('.').map(word).join('.')} = ${PLAIN.test(value) ? value : quoteLiteral(value)}`;
}
