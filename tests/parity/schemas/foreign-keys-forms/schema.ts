import { type AnyPgColumn, foreignKey, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

export const parents = pgTable('parents', { a: integer(), b: integer(), code: text().unique() }, (t) => [
  primaryKey({ columns: [t.a, t.b] }),
]);

/** Every action, both ways. */
export const actions = pgTable('actions', {
  id: integer().primaryKey(),
  none: text().references(() => parents.code),
  noAction: text('no_action').references(() => parents.code, {
    onDelete: 'no action',
    onUpdate: 'no action',
  }),
  cascade: text().references(() => parents.code, { onDelete: 'cascade', onUpdate: 'cascade' }),
  restrict: text().references(() => parents.code, { onDelete: 'restrict', onUpdate: 'restrict' }),
  setNull: text('set_null').references(() => parents.code, { onDelete: 'set null', onUpdate: 'set null' }),
  setDefault: text('set_default')
    .default('x')
    .references(() => parents.code, { onDelete: 'set default', onUpdate: 'set default' }),
});

/** Of several columns, paired otherwise than they stand. */
export const composite = pgTable('composite', { x: integer(), y: integer(), z: integer() }, (t) => [
  foreignKey({ columns: [t.y, t.x], foreignColumns: [parents.a, parents.b] }),
  foreignKey({ columns: [t.x, t.z], foreignColumns: [parents.b, parents.a], name: 'Composite Key' })
    .onDelete('cascade')
    .onUpdate('restrict'),
]);

/** To itself, from the column and from the table. */
export const trees = pgTable(
  'trees',
  {
    id: integer().primaryKey(),
    parent: integer().references((): AnyPgColumn => trees.id),
    root: integer(),
  },
  (t) => [foreignKey({ columns: [t.root], foreignColumns: [t.id], name: 'trees_root' })],
);

/** The same columns lead to two places, and one of the two twice. */
export const doubled = pgTable('doubled', { tree: integer().references(() => trees.id) }, (t) => [
  foreignKey({ columns: [t.tree], foreignColumns: [trees.id], name: 'doubled_again' }).onDelete('cascade'),
  foreignKey({ columns: [t.tree], foreignColumns: [actions.id], name: 'doubled_elsewhere' }),
]);
