import { isEntity } from './entity.ts';
import type { Column } from './shapes.ts';

const VECTORS = ['PgVector', 'PgHalfVector', 'PgSparseVector', 'PgBinaryVector'];

/** How deep the array is that a column of Drizzle 1.0 holds, 0 for none. Before, an array is a column around another. */
export function arrayDepth(column: Column): number {
  if (column.dimensions === undefined) return 0;
  const isVector = VECTORS.some((kind) => isEntity(column, kind));
  const isOld = column.length === undefined && column.vectorDimensions === undefined;
  return isVector && isOld ? 0 : column.dimensions;
}
