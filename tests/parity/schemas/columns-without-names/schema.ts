import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Columns that take their names from their keys, in both ways to write a table. */
export const keyed = pgTable('keyed', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  camelCase: text(),
});
export const called = pgTable('called', (t) => ({
  id: t.serial().primaryKey(),
  name: t.varchar({ length: 20 }).notNull(),
  other: t.text('another_name'),
}));
export const empty = pgTable('empty', {});
const shared = { created: timestamp().notNull().defaultNow(), updated: timestamp() };
export const one = pgTable('one', { id: integer(), ...shared });
export const two = pgTable('two', { ...shared, id: integer() });
