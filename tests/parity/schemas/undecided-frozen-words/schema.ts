import { date, pgTable, timestamp } from 'drizzle-orm/pg-core';

/** Words that Postgres reads once, when the table is made: nobody knows what they were. */
export const moments = pgTable('moments', {
  stamp: timestamp({ mode: 'string' }).default('now'),
  zone: timestamp({ mode: 'string', withTimezone: true }).default('yesterday'),
  day: date().default('today'),
  fixed: date().default('epoch'),
});
