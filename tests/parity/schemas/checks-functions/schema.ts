import { sql } from 'drizzle-orm';
import { check, index, pgTable, text } from 'drizzle-orm/pg-core';

/** Functions of the same name, with and without their namespace. */
export const words = pgTable('words', { a: text(), b: text() }, (t) => [
  check('words_fine', sql`fine(${t.a})`),
  check('words_public', sql`public.fine(${t.b})`),
  check('words_rules', sql`rules.fine(${t.a}) and rules.fine(${t.b})`),
  index('words_index')
    .on(sql`rules.fine(${t.a})`, t.b)
    .where(sql`fine(${t.b})`),
]);
