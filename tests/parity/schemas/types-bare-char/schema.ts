import { char, pgTable } from 'drizzle-orm/pg-core';

/** A `char` without length is `character(1)`, alone and in an array. */
export const letters = pgTable('letters', {
  letter: char(),
  letters: char().array(),
});
