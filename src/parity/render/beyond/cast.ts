import type { CatalogObject } from '../../../catalog/object.ts';
import { calledOf } from '../called.ts';
import { textFact } from '../facts.ts';

/** Makes a cast from one type to another. */
export function createCast(cast: CatalogObject): readonly string[] {
  const method = textFact(cast, 'method');
  const context = textFact(cast, 'context');
  const way =
    method === 'function'
      ? ` WITH FUNCTION ${textFact(cast, 'function') ?? ''}`
      : method === 'none'
        ? ' WITHOUT FUNCTION'
        : ' WITH INOUT';
  return [
    `CREATE ${calledOf(cast) ?? ''}${way}${context === 'explicit' ? '' : ` AS ${(context ?? '').toUpperCase()}`}`,
  ];
}
