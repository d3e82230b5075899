import type { CatalogObject } from '../../../catalog/object.ts';
import { namesIn } from '../../fix/mentions.ts';

/** Whether a name stands in what is true of an object: as it is, or in SQL. */
export function speaksOf({ facts }: CatalogObject, name: string): boolean {
  return Object.values(facts).some((fact) =>
    textsIn(fact).some((text) => text === name || namesIn(text).has(name)),
  );
}

function textsIn(fact: unknown): readonly string[] {
  if (typeof fact === 'string') return [fact];
  return Array.isArray(fact) ? fact.flatMap(textsIn) : [];
}
