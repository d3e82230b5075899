import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteLiteral } from '../../../postgres/identifier.ts';
import { textFact } from '../facts.ts';
import { nameOf } from '../names.ts';
import { withoutArguments } from '../printed-name.ts';

/** Makes a conversion between two encodings. */
export function createConversion(conversion: CatalogObject): readonly string[] {
  const [from, to] = ['source', 'destination'].map((fact) => quoteLiteral(textFact(conversion, fact) ?? ''));
  const word = conversion.facts.default === true ? 'DEFAULT CONVERSION' : 'CONVERSION';
  const routine = withoutArguments(textFact(conversion, 'function') ?? '');
  return [`CREATE ${word} ${nameOf(conversion)} FOR ${from ?? ''} TO ${to ?? ''} FROM ${routine}`];
}
