import { integer, pgTable, text } from 'drizzle-orm/pg-core';

/** Tables that inherit are tables: their columns are their own. */
export const cities = pgTable('cities', { name: text().notNull(), people: integer() });
export const capitals = pgTable('capitals', {
  name: text().notNull(),
  people: integer(),
  state: text().unique(),
});
