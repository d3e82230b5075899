import { index, integer, pgTable } from 'drizzle-orm/pg-core';

/** Drizzle keeps the order of an index's columns on the column, where the next index finds it. */
export const rows = pgTable('rows', { a: integer(), b: integer() }, (t) => {
  const discarded = t.b.desc();
  return [
    index('rows_first').on(t.a),
    index('rows_second').on(t.a.desc().nullsFirst()),
    index('rows_third').on(t.a),
    index('rows_fourth').on(discarded),
    index('rows_fifth').on(t.b),
  ];
});
