import type { CatalogObject } from '../../../catalog/object.ts';
import { textFact } from '../facts.ts';
import { nameOf } from '../names.ts';
import { withoutArguments } from '../printed-name.ts';

/** Makes a way to keep tables or indexes. */
export function createAccessMethod(method: CatalogObject): readonly string[] {
  const handler = withoutArguments(textFact(method, 'handler') ?? '');
  return [
    `CREATE ACCESS METHOD ${nameOf(method)} TYPE ${(textFact(method, 'type') ?? '').toUpperCase()} HANDLER ${handler}`,
  ];
}
