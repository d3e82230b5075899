/** Collations by their oid, with their names in full, quoted where they must be: to be joined. */
export const COLLATIONS = `(
    SELECT l.oid, quote_ident(ln.nspname) || '.' || quote_ident(l.collname) AS name
    FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
  )`;

/** SQL for the name of one. */
export function collationName(oid: string): string {
  return `(SELECT co.name FROM ${COLLATIONS} co WHERE co.oid = ${oid})`;
}
