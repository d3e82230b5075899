import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';

export const column = pgTable('column', { id: uuid().primaryKey(), name: text() });
export const columnDefault = pgTable('column_default', { id: uuid().primaryKey().defaultRandom() });
/** In another order than that of the columns. */
export const reversed = pgTable('reversed', { a: integer(), b: integer(), c: integer().notNull() }, (t) => [
  primaryKey({ columns: [t.b, t.a] }),
]);
export const named = pgTable('named', { a: integer(), b: text() }, (t) => [
  primaryKey({ name: 'The Key', columns: [t.a, t.b] }),
]);
/** Of one column, at the table's level: not null without anybody saying so. */
export const single = pgTable('single', { a: integer() }, (t) => [
  primaryKey({ name: 'single_custom', columns: [t.a] }),
]);
export const singleUnnamed = pgTable('single_unnamed', { a: integer() }, (t) => [
  primaryKey({ columns: [t.a] }),
]);
export const old = pgTable('old', { a: integer(), b: integer() }, (t) => [
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- schemas that were written before still say it so
  primaryKey(t.b, t.a),
]);
export const none = pgTable('none', { a: integer().notNull(), b: text() });
