import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';

/** Names that Drizzle makes and that are the same once Postgres has cut them. */
export const orders = pgTable(
  'a_very_long_table_name_number_two_for_orders',
  {
    id: integer('identifier_of_the_order_record').primaryKey(),
    unique: text('some_quite_long_column_name_that_is_unique').unique(),
    other: text('some_quite_long_column_name_that_is_not'),
  },
  (t) => [index().on(t.unique), uniqueIndex().on(t.unique, t.other), index().on(t.other)],
);
