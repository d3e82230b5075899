import { bit, pgTable } from 'drizzle-orm/pg-core';

/** Here the number of bits stands where other columns have the depth of an array. */
export const bits = pgTable('bits', {
  one: bit({ dimensions: 1 }),
  flags: bit({ dimensions: 8 }).notNull(),
  listed: bit({ dimensions: 3 }).array(),
});
