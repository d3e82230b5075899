import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteLiteral } from '../../../postgres/identifier.ts';
import { textFact } from '../facts.ts';
import { nameOf } from '../names.ts';

/** Makes a collation. Its version is that of the library that the server has now. */
export function createCollation(collation: CatalogObject): readonly string[] {
  const texts: readonly (readonly [word: string, fact: string])[] = [
    ['LC_COLLATE', 'collate'],
    ['LC_CTYPE', 'ctype'],
    ['LOCALE', 'locale'],
    ['RULES', 'rules'],
  ];
  const provider = textFact(collation, 'provider');
  const parts = [
    ...(provider === undefined ? [] : [`PROVIDER = ${provider}`]),
    ...texts.flatMap(([word, fact]) => {
      const value = textFact(collation, fact);
      return value === undefined ? [] : [`${word} = ${quoteLiteral(value)}`];
    }),
    ...(collation.facts.deterministic === false ? ['DETERMINISTIC = false'] : []),
  ];
  return [`CREATE COLLATION ${nameOf(collation)} (${parts.join(', ')})`];
}
