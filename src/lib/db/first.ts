/** The one row that a query gives, or undefined: `const user = await first(db.select().from(users).limit(1))`. */
export async function first<Row>(query: PromiseLike<readonly Row[]>): Promise<Row | undefined> {
  const [row] = await query;
  return row;
}
