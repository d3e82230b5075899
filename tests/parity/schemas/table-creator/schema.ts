import { index, integer, pgTableCreator, serial, text, unique } from 'drizzle-orm/pg-core';

const appTable = pgTableCreator((name) => `app_${name}`);
const loudTable = pgTableCreator((name) => name.toUpperCase());

/** Tables whose names a function makes, and what Drizzle names after them. */
export const users = appTable('users', { id: serial().primaryKey(), name: text().unique() }, (t) => [
  index().on(t.name),
  unique().on(t.id, t.name),
]);
export const orders = appTable('orders', {
  id: serial().primaryKey(),
  owner: integer().references(() => users.id),
});
export const loud = loudTable('loud one', { id: integer().references(() => users.id) });
