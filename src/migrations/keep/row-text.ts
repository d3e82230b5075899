/** A row as one text, by which rows are found that are the same: values of every type can be compared so. */
export function rowText(table: string, columns: readonly string[]): string {
  return columns.length === 0
    ? `''`
    : `row(${columns.map((name) => `${table}.${name}::text`).join(', ')})::text`;
}

/** The rows of a table with their text, and which one of its like each is. */
export function numberedRows(table: string, columns: readonly string[]): string {
  const text = rowText('one', columns);
  return `(select one.tableoid, one.ctid, one.*, ${text} as keelson_text,
    row_number() over (partition by ${text} order by one.tableoid, one.ctid) as keelson_place from ${table} one)`;
}
