import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/** A partition that queries name, and therefore declare, beside those that nobody names. */
export const logs = pgTable('logs', { id: integer(), level: text() }, (t) => [
  primaryKey({ columns: [t.id, t.level] }),
]);
export const errors = pgTable('log_errors', { id: integer(), level: text() }, (t) => [
  primaryKey({ columns: [t.id, t.level] }),
]);
