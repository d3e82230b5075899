import { sql } from 'drizzle-orm';
import { check, index, pgTable, text } from 'drizzle-orm/pg-core';

/** Expressions that this database cannot read: neither the same nor another one. */
export const rows = pgTable('rows', { made: text().default(sql`make_up('x')`), other: text() }, (t) => [
  check('rows_fine', sql`is_fine(${t.other})`),
  index('rows_part')
    .on(t.other)
    .where(sql`${t.other} = nowhere.word()`),
]);
