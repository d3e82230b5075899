import { integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';

/** Constraints that were made over an index, added later, or named after something else. */
export const rows = pgTable('rows', { a: integer(), b: text(), c: text().notNull() }, (t) => [
  primaryKey({ columns: [t.a, t.b] }),
  unique().on(t.c, t.a),
  unique('rows_kept').on(t.b, t.c),
]);
