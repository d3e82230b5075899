import { sql } from 'drizzle-orm';
import { integer, pgPolicy, pgTable } from 'drizzle-orm/pg-core';

export const rows = pgTable('rows', { a: integer() });
/** Linked to nothing, so that nobody is kept from anything. */
export const read = pgPolicy('read', { for: 'select', using: sql`true` });
