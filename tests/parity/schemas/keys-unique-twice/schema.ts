import { integer, pgTable, unique, uniqueIndex } from 'drizzle-orm/pg-core';

/** Constraints of the same structure: none may be taken for another, however many there are. */
export const same = pgTable('same', { a: integer().unique(), b: integer() }, (t) => [
  unique('same_first').on(t.a),
  unique('same_second').on(t.a),
  uniqueIndex('same_index').on(t.a),
  uniqueIndex('same_index_reversed').on(t.b, t.a),
]);
