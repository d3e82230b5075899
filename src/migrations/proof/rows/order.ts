import type { FillTable } from './tables.ts';

/** Tables in an order in which what is referred to comes first; those that refer to each other together. */
export function inReferenceOrder(
  tables: readonly FillTable[],
  counts: (table: FillTable, columns: readonly number[]) => boolean = () => true,
): readonly (readonly FillTable[])[] {
  // Tarjan: a group is complete when nothing that it leads to leads out of it.
  const byOid = new Map(tables.map((table) => [table.oid, table]));
  const places = new Map<string, { readonly place: number; low: number }>();
  const open: FillTable[] = [];
  const groups: FillTable[][] = [];
  const visit = (table: FillTable): number => {
    const known = places.get(table.oid);
    if (known !== undefined) return open.includes(table) ? known.place : Number.POSITIVE_INFINITY;
    const own = { place: places.size, low: places.size };
    places.set(table.oid, own);
    open.push(table);
    for (const { table: oid, columns } of table.references) {
      const next = byOid.get(oid);
      if (next === undefined || !counts(table, columns)) continue;
      const isNew = !places.has(oid);
      const place = visit(next);
      own.low = Math.min(own.low, isNew ? (places.get(oid)?.low ?? place) : place);
    }
    if (own.low === own.place) groups.push(open.splice(open.indexOf(table)));
    return own.place;
  };
  for (const table of tables) visit(table);
  return groups;
}
