import { visible } from '../visible.ts';
import type { PageEdge } from './data.ts';
import { itemKey, markOf, sideOf } from './items.ts';
import type { Item } from './items.ts';

/** Every foreign key whose both ends are drawn. */
export function edgesOf(
  items: readonly Item[],
  rowsOf: readonly (ReadonlyMap<string, number> | undefined)[],
): readonly PageEdge[] {
  const indexes = new Map(items.map(({ key }, index) => [key, index]));
  return items.flatMap(({ judged }, from) =>
    judged.flatMap((one): PageEdge[] => {
      const { identity, references, columns = [] } = one.object;
      if (references === undefined) return [];
      const { schema, name } = references;
      const to = indexes.get(itemKey({ kind: 'table', schema, parent: null, name }));
      if (to === undefined || rowsOf[from] === undefined || rowsOf[to] === undefined) return [];
      return [
        {
          name: visible(identity.name),
          from,
          fromRow: rowsOf[from].get(columns[0] ?? '') ?? -1,
          to,
          toRow: rowsOf[to].get(references.columns[0] ?? '') ?? -1,
          mark: markOf(one),
          side: sideOf(one.object),
        },
      ];
    }),
  );
}

/** The items that have findings, and those that a foreign key joins to one of them. */
export function inFocus(items: readonly Item[], edges: readonly PageEdge[]): ReadonlySet<number> {
  const marked = new Set(
    items.flatMap(({ differences, undecided }, index) => (differences + undecided > 0 ? [index] : [])),
  );
  const joined = edges.flatMap(({ from, to }) => [
    ...(marked.has(from) ? [to] : []),
    ...(marked.has(to) ? [from] : []),
  ]);
  return new Set([...marked, ...joined]);
}
