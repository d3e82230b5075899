import { sql } from 'drizzle-orm';
import { check, integer, pgEnum, pgTable, pgView, serial } from 'drizzle-orm/pg-core';

/** The application's search_path decides where a table without a namespace lives. */
export const mood = pgEnum('mood', ['sad', 'ok']);
export const rows = pgTable(
  'rows',
  { id: serial().primaryKey(), mood: mood().default('ok'), n: integer() },
  (t) => [check('rows_n', sql`${t.n} > 0`)],
);
export const seen = pgView('seen', { n: integer() }).as(sql`select n from rows`);
