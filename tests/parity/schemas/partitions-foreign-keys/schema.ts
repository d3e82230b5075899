import { foreignKey, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';

export const parents = pgTable('parents', { id: integer().primaryKey() });
/** Keys from and to a partitioned table. */
export const parts = pgTable(
  'parts',
  { id: integer(), place: integer(), parent: integer().references(() => parents.id), name: text() },
  (t) => [primaryKey({ columns: [t.id, t.place] }), unique('parts_name').on(t.place, t.name)],
);
export const pieces = pgTable('pieces', { part: integer(), place: integer() }, (t) => [
  foreignKey({ columns: [t.part, t.place], foreignColumns: [parts.id, parts.place] }).onDelete('cascade'),
]);
