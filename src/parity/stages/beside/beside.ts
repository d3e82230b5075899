import type { CatalogObject } from '../../../catalog/object.ts';
import { cutName } from '../../declared/names.ts';
import type { DeclaredObject } from '../../declared/model.ts';

/** A column whose type changes by another one beside it, while others read and write. */
export interface Beside {
  readonly declared: DeclaredObject;
  readonly live: CatalogObject;
  /** Both types, as the server calls them. */
  readonly types: { readonly from: string; readonly to: string };
  /** What is declared of its table that is of this column too: keys, indexes, checks and foreign keys. */
  readonly parts: readonly PartBeside[];
}

/** A part of a table as it is to be, and as it is where it is there. */
export interface PartBeside {
  readonly declared: DeclaredObject;
  readonly live: CatalogObject | undefined;
}

const LONGEST_NAME = 63;

/** What the column that is to take the place is called meanwhile, and all that is on it. */
export function nextName(name: string): string {
  return withSuffix(name, '_next');
}

/** What the column is called that was there, once the other one has its name. */
export function beforeName(name: string): string {
  return withSuffix(name, '_before');
}

function withSuffix(name: string, suffix: string): string {
  return `${cutName(name, LONGEST_NAME - suffix.length)}${suffix}`;
}
