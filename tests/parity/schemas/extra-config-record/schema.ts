import { sql } from 'drizzle-orm';
import { check, index, integer, pgPolicy, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';

/* eslint-disable @typescript-eslint/no-deprecated -- schemas that were written before still say it so */
/** The older form: a record instead of a list. */
export const rows = pgTable('rows', { a: integer(), b: text() }, (t) => ({
  pk: primaryKey({ columns: [t.a, t.b] }),
  byB: index().on(t.b),
  uq: unique('rows_uq').on(t.b, t.a),
  positive: check('rows_positive', sql`${t.a} > 0`),
  read: pgPolicy('rows_read', { for: 'select', using: sql`true` }),
}));
