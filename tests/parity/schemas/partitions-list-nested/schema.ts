import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

export const sales = pgTable(
  'sales',
  { region: text().notNull(), year: integer().notNull(), id: integer() },
  (t) => [primaryKey({ name: 'sales_pkey', columns: [t.region, t.year, t.id] })],
);
/** A key that leads to a partitioned table has one constraint more for each partition. */
export const refunds = pgTable('refunds', {
  id: integer().primaryKey(),
  sale: integer(),
});
