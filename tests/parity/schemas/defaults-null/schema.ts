import { sql } from 'drizzle-orm';
import { integer, json, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Nothing, written down, is the same as nothing. */
export const nothing = pgTable('nothing', {
  text: text().default(null as never),
  number: integer().default(null as never),
  document: jsonb().default(null),
  plain: json().default(null),
  list: text()
    .array()
    .default(null as never),
  expression: timestamp().default(sql`NULL`),
  expressionCast: text('expression_cast').default(sql`null::text`),
});
