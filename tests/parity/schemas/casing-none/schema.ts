import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';

/** Keys as they are, and names that differ from them. */
export const mixed = pgTable(
  'MixedCase',
  { userId: integer().primaryKey(), emailAddress: text('email_address').unique(), UPPER: text() },
  (t) => [index().on(t.userId, t.UPPER)],
);
