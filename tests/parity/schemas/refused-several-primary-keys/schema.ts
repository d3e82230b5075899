import { integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';

export const rows = pgTable('rows', { a: integer().primaryKey(), b: integer() }, (t) => [
  primaryKey({ columns: [t.b] }),
]);
