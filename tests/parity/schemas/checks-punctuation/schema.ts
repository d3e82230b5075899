import { sql } from 'drizzle-orm';
import { check, pgTable, text } from 'drizzle-orm/pg-core';

/** Marks by which other tools take texts apart. */
export const marks = pgTable('marks', { a: text() }, (t) => [
  check('semicolon', sql`${t.a} <> ';'`),
  check('comma', sql`${t.a} <> ',,'`),
  check('dashes', sql`${t.a} <> '--'`),
  check('comment', sql`${t.a} <> '/* x */' -- and a comment`),
  check('dollar', sql`${t.a} <> '$1' and ${t.a} <> $$it's$$`),
  check(
    'newline',
    sql`
    ${t.a} <> 'x'
    and
    ${t.a} <> 'y'
  `,
  ),
  check('backslash', sql`${t.a} <> '\\' and ${t.a} <> E'\\n'`),
  check('parenthesis', sql`${t.a} <> ')' and ${t.a} <> '('`),
]);
