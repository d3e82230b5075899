import { index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';

const name = (length: number, letter: string): string => letter.repeat(length);

/** As long as may be, and one byte less. */
export const full = pgTable(
  name(63, 't'),
  { id: integer(name(63, 'c')).primaryKey(), other: text(name(62, 'd')) },
  (t) => [index(name(63, 'i')).on(t.other), unique(name(63, 'u')).on(t.other)],
);
