import { integer, pgTable, text } from 'drizzle-orm/pg-core';

export const rows = pgTable('rows', { a: integer() });
export const others = pgTable('rows', { b: text() });
