import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';

/** Names that Drizzle makes longer than the 63 bytes that Postgres keeps. */
export const users = pgTable('a_very_long_table_name_number_one_for_users', {
  id: integer('identifier_of_the_user_record').primaryKey(),
});
export const orders = pgTable(
  'a_very_long_table_name_number_two_for_orders',
  {
    user: integer('identifier_of_the_user_record').references(() => users.id),
    unique: text('some_quite_long_column_name_that_is_unique').unique(),
    other: text('another_quite_long_column_name'),
    third: integer('the_third_quite_long_column_name'),
  },
  (t) => [
    index().on(t.other),
    unique().on(t.other, t.third),
    foreignKey({ columns: [t.third], foreignColumns: [users.id] }).onDelete('cascade'),
    check(`a_check_whose_name_goes_on_and_on_and_on_until_nobody_cares_any_longer`, sql`${t.third} > 0`),
    index('an_index_whose_name_goes_on_and_on_and_on_until_nobody_cares_any_longer').on(t.third),
  ],
);
