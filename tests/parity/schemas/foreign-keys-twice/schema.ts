import { foreignKey, integer, pgTable } from 'drizzle-orm/pg-core';

export const parents = pgTable('parents', { id: integer().primaryKey() });
/** Said at the column and again beside the columns. */
export const children = pgTable(
  'children',
  {
    id: integer().primaryKey(),
    parent: integer().references(() => parents.id, { onDelete: 'cascade' }),
    other: integer().references(() => parents.id),
  },
  (t) => [
    foreignKey({ columns: [t.parent], foreignColumns: [parents.id] }).onDelete('cascade'),
    foreignKey({ name: 'children_other', columns: [t.other], foreignColumns: [parents.id] }),
  ],
);
