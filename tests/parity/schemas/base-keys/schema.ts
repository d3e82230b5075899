import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  integer,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  unique,
  varchar,
} from 'drizzle-orm/pg-core';

export const keys = pgSchema('keys');

export const parents = keys.table(
  'parents',
  {
    id: integer().primaryKey(),
    a: integer().notNull(),
    b: integer().notNull(),
    code: text().notNull().unique(),
    name: text(),
  },
  (t) => [unique('parents_a_b').on(t.b, t.a), unique('parents_name').on(t.name).nullsNotDistinct()],
);
export const others = keys.table('others', { id: integer().primaryKey(), a: integer().notNull() });

/** Keys with names that somebody chose and keys without, and conditions. */
export const children = keys.table(
  'children',
  {
    id: integer(),
    rank: integer(),
    parent: integer()
      .notNull()
      .references(() => parents.id, { onDelete: 'cascade' }),
    x: integer(),
    y: integer(),
    code: text(),
    state: varchar({ length: 10 }).notNull(),
    begins: timestamp(),
    ends: timestamp(),
  },
  (t) => [
    primaryKey({ name: 'children_key', columns: [t.rank, t.id] }),
    unique('children_code').on(t.code, t.x),
    foreignKey({ name: 'children_pair', columns: [t.x, t.y], foreignColumns: [parents.a, parents.b] })
      .onDelete('set null')
      .onUpdate('cascade'),
    foreignKey({ name: 'children_code_parents', columns: [t.code], foreignColumns: [parents.code] }),
    check('children_state', sql`${t.state} in ('new', 'old')`),
    check('children_times', sql`${t.begins} < ${t.ends}`),
    check('children_rank', sql`${t.rank} > 0 and (${t.id} > 0 or ${t.x} > 0)`),
  ],
);
export const loose = keys.table('loose', { a: integer().notNull(), b: integer(), parent: integer() });
