import { integer, pgTable, text } from 'drizzle-orm/pg-core';

/** A missing element is not the word for it. */
export const gaps = pgTable('gaps', {
  texts: text()
    .array()
    .default(['a', null as never]),
  numbers: integer()
    .array()
    .default([null as never, 1]),
});
