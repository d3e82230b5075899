import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../postgres/identifier.ts';
import { textsFact } from './facts.ts';

/** The words ` OPTIONS (…)` of what is foreign, from `name=value`; none for none. */
export function withOptions(object: CatalogObject, fact = 'options'): string {
  const options = textsFact(object, fact).map(optionOf);
  if (options.length === 0) return '';
  return ` OPTIONS (${options.map(({ name, value }) => `${quoteIdentifier(name)} ${quoteLiteral(value)}`).join(', ')})`;
}

/** An option by itself. Its name holds no equals sign. */
export function optionOf(entry: string): { readonly name: string; readonly value: string } {
  const at = entry.indexOf('=');
  return { name: entry.slice(0, at), value: entry.slice(at + 1) };
}
