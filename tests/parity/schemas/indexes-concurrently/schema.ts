import { index, integer, pgTable, uniqueIndex } from 'drizzle-orm/pg-core';

/** How an index is made is not what it is. */
export const rows = pgTable('rows', { a: integer(), b: integer() }, (t) => [
  index('rows_a').on(t.a).concurrently(),
  uniqueIndex('rows_b').on(t.b).concurrently(),
]);
