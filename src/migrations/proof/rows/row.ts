import type { Solutions } from './solve.ts';
import type { FillColumn, FillReference, FillTable } from './tables.ts';
import { underlying } from './types.ts';
import type { FillTypes } from './types.ts';
import { edgesOf, valueOf } from './values.ts';

/** What a row is to be like: ordinary, with the defaults of its table, without whatever may be missing, or at the edges. */
export type RowKind = 'ordinary' | 'defaults' | 'nulls' | 'edges';

/** The values of a row, by the numbers of its columns; undefined for the column's default. */
export type RowValues = Map<number, string | null | undefined>;

/** A table with what its rows can be made of. */
export interface Material {
  readonly table: FillTable;
  readonly types: FillTypes;
  readonly solutions: readonly Solutions[];
  /** Values that the server takes for columns of types that nobody here knows. */
  readonly found: ReadonlyMap<number, readonly string[]>;
  /** For each reference out of its group, the keys of rows that are there. */
  readonly parents: ReadonlyMap<FillReference, readonly (readonly (string | null)[])[]>;
  /** The values that rows have already, by column. */
  readonly used: Map<number, Set<string | null>>;
  /** Whether a column is to have values at the edges of what it takes. */
  readonly edges: (column: FillColumn) => boolean;
}

/** Counts on, so that no two values are the same. */
export interface Counter {
  next(): number;
}

/** Makes up a row; with each attempt another one. References within its group are for the caller to follow. */
export function makeRow(
  material: Material,
  {
    kind,
    place,
    attempt,
    counter,
  }: {
    readonly kind: RowKind;
    /** The row's place among those of its table. */
    readonly place: number;
    readonly attempt: number;
    readonly counter: Counter;
  },
): RowValues {
  const { table, types, found } = material;
  const values: RowValues = new Map();
  for (const column of table.columns) {
    const own = found.get(column.number);
    const plain =
      own !== undefined && own.length > 0
        ? own[attempt % own.length]
        : valueOf(types, column, counter.next());
    const edges =
      kind === 'edges' && attempt < 3 && !isKey(table, column) && material.edges(column)
        ? edgesOf(types, column)
        : [];
    if (kind === 'defaults' && column.hasDefault && !column.counts) values.set(column.number, undefined);
    else if (kind === 'nulls' && isNullable(types, column)) values.set(column.number, null);
    else values.set(column.number, edges[(attempt + place + column.number) % edges.length] ?? plain ?? null);
  }
  for (const solutions of material.solutions) {
    const row = chosen(material, solutions, kind, attempt);
    solutions.columns.forEach((number, index) => values.set(number, row?.[index] ?? null));
  }
  for (const reference of table.references) follow(material, values, { reference, kind, attempt });
  return values;
}

/** Remembers what a row that is there now holds. */
export function remember({ used }: Material, values: RowValues): void {
  for (const [number, value] of values) {
    if (value === undefined) continue;
    const known = used.get(number) ?? new Set();
    used.set(number, known.add(value));
  }
}

/** Whether a column may be null, by itself and by its type. */
export function isNullable(types: FillTypes, column: FillColumn): boolean {
  return !column.isRequired && !underlying(types, column).domains.some(({ isRequired }) => isRequired);
}

/** The solution that says least again, or has most that is missing. */
function chosen(
  { used }: Material,
  { columns, rows }: Solutions,
  kind: RowKind,
  attempt: number,
): readonly (string | null)[] | undefined {
  const score = (row: readonly (string | null)[]): number =>
    row.filter((value, index) =>
      kind === 'nulls'
        ? value !== null
        : value === null || used.get(columns[index] ?? 0)?.has(value) === true,
    ).length;
  const scored = rows.map((row, place) => ({ row, place, score: score(row) }));
  scored.sort((a, b) => a.score - b.score || a.place - b.place);
  return scored[attempt % Math.max(scored.length, 1)]?.row;
}

function follow(
  { table, types, parents, used }: Material,
  values: RowValues,
  {
    reference,
    kind,
    attempt,
  }: { readonly reference: FillReference; readonly kind: RowKind; readonly attempt: number },
): void {
  const there = parents.get(reference);
  if (there === undefined) return;
  const columns = reference.columns.flatMap(
    (number) => table.columns.find((one) => one.number === number) ?? [],
  );
  const nullable = columns.filter((column) => isNullable(types, column));
  if (there.length === 0 || (kind === 'nulls' && nullable.length > 0)) {
    for (const { number } of nullable) values.set(number, null);
    return;
  }
  // What a condition has decided stays, where a row for it is there.
  const suits = (key: readonly (string | null)[]): boolean =>
    reference.columns.every((number, index) => values.get(number) === key[index]);
  if (attempt === 0 && there.some(suits)) return;
  const fresh = there.filter(
    (key) => !reference.columns.every((number, index) => used.get(number)?.has(key[index] ?? null) === true),
  );
  const from = fresh.length > 0 ? fresh : there;
  const key = from[attempt % from.length];
  reference.columns.forEach((number, index) => values.set(number, key?.[index] ?? null));
}

function isKey(table: FillTable, { number, counts }: FillColumn): boolean {
  return (
    counts ||
    table.keys.some((columns) => columns.includes(number)) ||
    table.references.some(({ columns }) => columns.includes(number))
  );
}
