/** The columns of a foreign key and those they point at. */
export interface ForeignColumns {
  readonly columns: readonly unknown[];
  readonly referencedColumns: readonly unknown[];
}

/** The same in the order of the columns' names: a key means the same in whatever order its pairs are written. */
export function inOneOrder({ columns, referencedColumns }: ForeignColumns): ForeignColumns {
  const pairs = columns
    .map((column, index) => [column, referencedColumns[index]] as const)
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
  return {
    columns: pairs.map(([column]) => column),
    referencedColumns: pairs.map(([, referenced]) => referenced),
  };
}
