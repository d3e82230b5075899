import { integer, pgTable } from 'drizzle-orm/pg-core';

/** What other namespaces hold is nobody's business here. */
export const jobs = pgTable('jobs', { id: integer().primaryKey() });
