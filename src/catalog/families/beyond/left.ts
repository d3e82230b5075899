/** The same reason for several columns. */
export function left(
  catalog: string,
  columns: readonly string[],
  reason: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(columns.map((column) => [`${catalog}.${column}`, reason]));
}
