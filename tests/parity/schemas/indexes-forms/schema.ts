import { sql } from 'drizzle-orm';
import { index, integer, pgSchema, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';

export const app = pgSchema('Quoted App');

/** Orders, nulls, methods, conditions and names. */
export const rows = pgTable('rows', { a: integer(), b: text(), c: text().notNull(), d: integer() }, (t) => [
  index().on(t.a),
  uniqueIndex().on(t.b),
  index().on(t.b, t.a),
  index('plain').on(t.a, t.b),
  index('descending').on(t.a.desc()),
  index('descending_first').on(t.a.desc().nullsFirst()),
  index('ascending').on(t.a.asc()),
  index('ascending_first').on(t.b.nullsFirst(), t.c.asc().nullsLast()),
  index('mixed').on(t.d.desc().nullsLast(), t.b.asc().nullsFirst()),
  uniqueIndex('partial')
    .on(t.c)
    .where(sql`${t.d} is not null`),
  index('by_hash').using('hash', t.b),
  index('by_btree').using('btree', t.c),
  index('only').onOnly(t.d),
  index('The "Index"').on(t.c),
  index('same_first').on(t.d, t.a),
  index('same_second').on(t.d, t.a),
]);
export const quoted = app.table('Quoted Table', { column: integer('Quoted Column') }, (t) => [
  index().on(t.column),
  index('by_expression').on(sql`${t.column} + 1`),
]);
