import { integer, pgTable, text } from 'drizzle-orm/pg-core';

/** Postgres forgets the sizes, and the number of dimensions binds nobody. */
export const boards = pgTable('boards', {
  row: integer().array(3),
  board: integer().array(3).array(4),
  mixed: text().array().array(2),
});
