import { foreignKey, integer, pgTable } from 'drizzle-orm/pg-core';

export const parents = pgTable('parents', { id: integer().primaryKey() });
/** One of them lets a child go with its parent, the other one does not. */
export const children = pgTable(
  'children',
  { id: integer().primaryKey(), parent: integer().references(() => parents.id, { onDelete: 'cascade' }) },
  (t) => [
    foreignKey({ name: 'children_parent_parents_id_fk', columns: [t.parent], foreignColumns: [parents.id] }),
    foreignKey({
      name: 'children_parent_parents_id_fk',
      columns: [t.parent],
      foreignColumns: [parents.id],
    }).onDelete('restrict'),
  ],
);
