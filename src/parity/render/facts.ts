import type { CatalogObject, Fact } from '../../catalog/object.ts';

/** A fact that is a text; undefined where it is null or nothing is said, which is Postgres' default. */
export function textFact({ facts }: CatalogObject, name: string): string | undefined {
  const value = facts[name];
  return typeof value === 'string' ? value : undefined;
}

/** A fact that is a list; empty where nothing is said. */
export function listFact({ facts }: CatalogObject, name: string): readonly Fact[] {
  const value = facts[name];
  return Array.isArray(value) ? (value as readonly Fact[]) : [];
}

/** A fact that is a list of texts, as names of columns are. */
export function textsFact(object: CatalogObject, name: string): readonly string[] {
  const list = listFact(object, name);
  // Nearly always all of them are.
  return list.every(isText) ? list : list.filter(isText);
}

function isText(entry: Fact): entry is string {
  return typeof entry === 'string';
}
