import type { RowKind } from './row.ts';
import type { FillTable } from './tables.ts';
import { underlying } from './types.ts';
import type { FillTypes } from './types.ts';

/** Which rows a table gets: some that are at the edges of what it takes, or only such as anybody would write. */
export type FilledWith = 'all' | 'plain';

const KINDS: Readonly<Record<FilledWith, readonly RowKind[]>> = {
  all: ['ordinary', 'defaults', 'nulls', 'edges', 'edges', 'ordinary'],
  plain: ['ordinary', 'defaults', 'ordinary'],
};
const MOST_EDGES = 40;

/** What the rows of a table are to be like, one after the other. `many` is enough for all that any table takes. */
export function kindsOf(rows: FilledWith | 'many', types: FillTypes): readonly RowKind[] {
  if (rows !== 'many') return KINDS[rows];
  const labels = Math.max(4, ...[...types.values()].map((type) => type.labels.length));
  return [...KINDS.all, ...edges(labels)];
}

/** The same, with a row for each label of an enum that these tables have: an up may forget one that it takes away. */
export function withLabels(
  kinds: readonly RowKind[],
  tables: readonly FillTable[],
  types: FillTypes,
): readonly RowKind[] {
  const at = kinds.indexOf('edges');
  if (at === -1) return kinds;
  const labels = tables.flatMap(({ columns }) =>
    columns.map((column) => underlying(types, column).type?.labels.length ?? 0),
  );
  const there = kinds.filter((kind) => kind === 'edges').length;
  return kinds.toSpliced(at, 0, ...edges(Math.max(0, ...labels) - there));
}

function edges(count: number): readonly RowKind[] {
  return Array.from({ length: Math.min(Math.max(count, 0), MOST_EDGES) }, () => 'edges' as const);
}
