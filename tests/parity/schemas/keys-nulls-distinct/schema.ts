import { integer, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';

export const rows = pgTable(
  'rows',
  { a: integer().unique('rows_a', { nulls: 'distinct' }), b: text(), c: text() },
  (t) => [unique('rows_b_c').on(t.b, t.c).nullsNotDistinct(), uniqueIndex('rows_b').on(t.b)],
);
