import { type AnyPgColumn, integer, pgTable } from 'drizzle-orm/pg-core';

/** Two tables that need each other. */
export const hens = pgTable('hens', {
  id: integer().primaryKey(),
  egg: integer().references((): AnyPgColumn => eggs.id, { onDelete: 'set null' }),
});
export const eggs = pgTable('eggs', {
  id: integer().primaryKey(),
  hen: integer()
    .notNull()
    .references(() => hens.id, { onDelete: 'cascade' }),
});
