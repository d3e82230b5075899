import { sql } from 'drizzle-orm';
import { check } from 'drizzle-orm/mysql-core';
import { integer, pgTable } from 'drizzle-orm/pg-core';

/** A check of another database, which Drizzle leaves out without a word. */
export const rows = pgTable('rows', { a: integer() }, (t) => [check('positive', sql`${t.a} > 0`) as never]);
