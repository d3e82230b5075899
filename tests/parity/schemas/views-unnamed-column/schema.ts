import { sql } from 'drizzle-orm';
import { integer, pgTable, pgView } from 'drizzle-orm/pg-core';

export const rows = pgTable('rows', { id: integer() });
/** Postgres calls them `lower` and `?column?`. */
export const lowered = pgView('lowered').as((query) =>
  query.select({ id: rows.id, n: sql<string>`lower('A')` }).from(rows),
);
export const constant = pgView('constant').as((query) => query.select({ n: sql<number>`1 + 1` }).from(rows));
