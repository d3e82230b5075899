import { sql } from 'drizzle-orm';
import { check, integer, pgSchema, text } from 'drizzle-orm/pg-core';

export const s1 = pgSchema('Name Space');

/** Columns that are written with their table and its namespace. */
export const things = s1.table('Things', { amount: integer('Amount'), b: text() }, (t) => [
  check('amount', sql`${t.amount} > 0`),
  check('both', sql`"Things"."Amount" > 1 and b <> ''`),
  check('table', sql`${t.amount} is not null or ${t.b} is not null`),
]);
