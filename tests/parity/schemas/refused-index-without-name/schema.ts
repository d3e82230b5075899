import { sql } from 'drizzle-orm';
import { index, pgTable, text } from 'drizzle-orm/pg-core';

export const rows = pgTable('rows', { a: text() }, (t) => [index().on(sql`lower(${t.a})`)]);
