import { integer, pgTable, text, unique } from 'drizzle-orm/pg-core';

export const plain = pgTable('plain', { a: text().unique(), b: integer().notNull().unique() });
export const named = pgTable('named', { a: text().unique('The "Name"'), b: text().unique('other_name') });
export const nulls = pgTable('nulls', {
  a: text().unique('nulls_a', { nulls: 'not distinct' }),
  b: text().unique('nulls_b', { nulls: 'distinct' }),
});
/** In another order than that of the columns, with and without a name, nulls alike or not. */
export const several = pgTable('several', { a: integer(), b: integer(), c: integer(), d: integer() }, (t) => [
  unique().on(t.b, t.a),
  unique('several_named').on(t.d, t.c),
  unique().on(t.a, t.c).nullsNotDistinct(),
  unique('several_nulls').on(t.c, t.b, t.a).nullsNotDistinct(),
  unique().on(t.d),
]);
/** Twice on one column: the column's own and the table's. */
export const twice = pgTable('twice', { a: integer().unique('twice_x') }, (t) => [unique('twice_y').on(t.a)]);
