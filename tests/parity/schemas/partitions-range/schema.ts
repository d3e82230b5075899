import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/** Declared as a table; the migrations partition it, and make partitions as time goes by. */
export const events = pgTable(
  'events',
  { id: integer(), at: timestamp().notNull(), kind: text().notNull().default('x') },
  (t) => [
    primaryKey({ columns: [t.id, t.at] }),
    index('events_kind')
      .on(t.kind)
      .where(sql`${t.kind} <> ''`),
    check('events_positive', sql`${t.id} > 0`),
  ],
);
export const notes = pgTable('notes', { id: integer().primaryKey(), text: text() });
