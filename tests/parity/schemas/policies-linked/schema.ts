import { sql } from 'drizzle-orm';
import { integer, pgPolicy, pgSchema, pgTable, text } from 'drizzle-orm/pg-core';

export const app = pgSchema('app');
export const documents = app.table('documents', { id: integer(), owner: text() });
export const drafts = pgTable('drafts', { id: integer() });

/** Policies beside their tables; the tables say nothing of row security themselves. */
export const own = pgPolicy('own', { using: sql`${documents.owner} = current_user` }).link(documents);
export const read = pgPolicy('read', { for: 'select', using: sql`true` }).link(drafts);
