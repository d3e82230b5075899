import type { CatalogObject } from '../../../catalog/object.ts';

/**
 * The statements that give a fact to an object which is there, `live` being what it is now; undefined where nothing
 * but making it again would.
 */
export type Change = (wanted: CatalogObject, live: CatalogObject) => readonly string[] | undefined;

/** By attribute, how each is changed. */
export type Changes = Readonly<Record<string, Change>>;

/** The same change for several attributes. */
export function each(attributes: readonly string[], change: Change): Changes {
  return Object.fromEntries(attributes.map((attribute) => [attribute, change]));
}

/** Attributes that nothing changes in an object that is there. */
export function made(...attributes: readonly string[]): Changes {
  return each(attributes, () => undefined);
}
