import { keyOf } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import { textsFact } from '../render/facts.ts';

/** Tables that lead to each other in circles, each with a name for its circle. */
export function circlesOf(
  tables: readonly CatalogObject[],
  keys: readonly CatalogObject[],
): ReadonlyMap<string, number> {
  const leads = new Map<string, Set<string>>();
  for (const key of keys) {
    const from = keyOf(key.schema, key.parent);
    leads.set(from, (leads.get(from) ?? new Set()).add(keyOf(...textsFact(key, 'references'))));
  }
  const circles = new Map<string, number>();
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  for (const { schema, name } of tables) visit(keyOf(schema, name));
  return circles;

  /** Tarjan's: what leads back to an open table is in its circle. A stack of our own, since chains may be long. */
  function visit(start: string): void {
    if (order.has(start)) return;
    const work = [enter(start)];
    for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
      const { table, rest } = top;
      const next = rest.pop();
      if (next !== undefined) {
        if (!order.has(next)) work.push(enter(next));
        else if (isOpen.has(next)) lower(table, order.get(next) ?? 0);
        continue;
      }
      work.pop();
      const above = work.at(-1);
      if (above !== undefined) lower(above.table, lowest.get(table) ?? 0);
      if (lowest.get(table) === order.get(table)) close(table);
    }
  }

  function enter(table: string): { readonly table: string; readonly rest: string[] } {
    order.set(table, order.size);
    lowest.set(table, order.size - 1);
    open.push(table);
    isOpen.add(table);
    return { table, rest: [...(leads.get(table) ?? [])] };
  }

  function lower(table: string, to: number): void {
    lowest.set(table, Math.min(lowest.get(table) ?? to, to));
  }

  function close(table: string): void {
    const circle = open.splice(open.indexOf(table));
    for (const one of circle) {
      isOpen.delete(one);
      circles.set(one, order.get(table) ?? 0);
    }
  }
}

/** Whether a key leads to a table that leads back, its own included. */
export function isCircular(key: CatalogObject, circles: ReadonlyMap<string, number>): boolean {
  const [from, to] = [keyOf(key.schema, key.parent), keyOf(...textsFact(key, 'references'))];
  return from === to || (circles.has(from) && circles.get(from) === circles.get(to));
}
