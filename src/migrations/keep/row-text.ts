/** A row as one text, by which rows are found that are the same: values of every type can be compared so. */
export function rowText(table: string, columns: readonly string[]): string {
  return textOf(columns.map((name) => `${table}.${name}`));
}

/** The same of values. */
export function textOf(values: readonly string[]): string {
  return values.length === 0 ? `''` : `row(${values.map((value) => `${value}::text`).join(', ')})::text`;
}

/** Whether two values are another text; a collation of people may take some texts for the same. */
export function differ(one: string, other: string): string {
  return `((${one})::text collate "C" is distinct from (${other})::text collate "C")`;
}

/** Where each row of a table is, with a text of it, and which one of its like it is. In `text` and `only`, the row is `one`. */
export function numberedRows(source: string, text: string, only = 'true'): string {
  return `(select one.tableoid as part, one.ctid as place, ${text} as text,
    row_number() over (partition by ${text} order by one.tableoid, one.ctid) as number from ${source} one where ${only})`;
}
