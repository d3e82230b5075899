import { integer, pgTable, text } from 'drizzle-orm/pg-core';

/** What Drizzle cannot declare, and what lives in other namespaces. */
export const rows = pgTable('rows', { id: integer().primaryKey(), name: text() });
