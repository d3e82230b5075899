import { foreignKey, integer, pgSchema, pgTable, primaryKey } from 'drizzle-orm/pg-core';

export const first = pgSchema('first');
export const second = pgSchema('Second One');

export const owners = first.table('owners', { id: integer().primaryKey() });
/** The same table name in three namespaces. */
export const things = pgTable('things', {
  id: integer().primaryKey(),
  owner: integer().references(() => owners.id, { onDelete: 'cascade' }),
});
export const firstThings = first.table('things', {
  id: integer().primaryKey(),
  outside: integer().references(() => things.id),
});
export const secondThings = second.table('things', { a: integer(), b: integer(), own: integer() }, (t) => [
  primaryKey({ columns: [t.b, t.a] }),
  foreignKey({ columns: [t.own], foreignColumns: [firstThings.id], name: 'things_own' }).onUpdate('cascade'),
  foreignKey({ columns: [t.a, t.own], foreignColumns: [t.b, t.a] }),
]);
