import { index, pgTable, text } from 'drizzle-orm/pg-core';

/** Nobody said on what. */
export const rows = pgTable('rows', { a: text() }, () => [index('rows_a') as never]);
