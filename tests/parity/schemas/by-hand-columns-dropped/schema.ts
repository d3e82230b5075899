import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';

/** Columns came and went, so that no number is what it was. */
export const rows = pgTable('rows', { a: integer(), b: text(), c: integer().default(5), d: text() }, (t) => [
  primaryKey({ columns: [t.c, t.a] }),
  unique().on(t.d, t.b),
  index('rows_mixed').on(sql`lower(${t.d})`, t.b),
  check('rows_check', sql`${t.c} > 0 or ${t.d} is null`),
]);
