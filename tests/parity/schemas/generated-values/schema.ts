import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';

/** A value where an expression could stand; a text is one, as Drizzle has it. */
export const values = pgTable('values', {
  five: integer().generatedAlwaysAs(5),
  word: text().generatedAlwaysAs("'it''s'"),
  sum: integer().generatedAlwaysAs('five_base + 1' as never),
  fiveBase: integer('five_base'),
  yes: boolean().generatedAlwaysAs(true),
});
