import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  pgPolicy,
  pgSchema,
  primaryKey,
  serial,
  text,
  unique,
  varchar,
} from 'drizzle-orm/pg-core';

export const app = pgSchema('app');

/** A role that may read the rows and owns nothing sees every key and condition. */
export const rows = app.table(
  'rows',
  { id: serial(), a: integer(), b: varchar({ length: 9 }).default('x'), c: text().unique() },
  (t) => [
    primaryKey({ columns: [t.id, t.a] }),
    unique().on(t.b, t.a),
    check('rows_b', sql`${t.b} in ('x', 'y')`),
    index('rows_c').on(sql`lower(${t.c})`),
    foreignKey({ columns: [t.c], foreignColumns: [t.c] }),
    pgPolicy('rows_read', { using: sql`${t.b} in (select b from app.others where a = 1)` }),
  ],
);
export const others = app.table('others', { a: integer(), b: text() });
export const seen = app
  .view('seen', { b: varchar({ length: 9 }) })
  .as(sql`select b from app.rows where b in ('x', 'y')`);
