import type { CatalogObject } from '../../../catalog/object.ts';
import { quoted } from '../code.ts';

/** How a schema writes what it can write in more than one way. */
export interface Spelling {
  /** The name of a column as an argument; empty where its key says it. */
  readonly nameOf: (column: CatalogObject) => string;
  /** What makes columns of a type that Drizzle has no builder for. */
  readonly custom: (type: string) => string;
}

/** Code that stands by itself, wherever it is put. */
export const ALONE: Spelling = {
  nameOf: ({ name }) => quoted(name),
  custom: (type) => `customType<{ data: unknown }>({ dataType: () => ${quoted(type)} })`,
};
