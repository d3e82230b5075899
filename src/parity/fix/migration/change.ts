import type { CatalogObject } from '../../../catalog/object.ts';
import type { Pieces } from '../builder/piece.ts';
import type { Aside } from './aside.ts';

/** A change that other objects are in the way of, so that it may not be possible without other changes. */
export interface Change {
  /** The lines that make it once nothing is in the way. */
  readonly code: Pieces;
  readonly aside: Aside;
  /** The column that is changed. */
  readonly column?: CatalogObject;
}
