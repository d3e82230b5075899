import { sql } from 'drizzle-orm';
import { text, timestamp } from 'drizzle-orm/pg-core';

/** A text primary key that the database fills with a time-ordered id when the writer gives none. */
export function id() {
  return text('id')
    .primaryKey()
    .default(sql`auth.new_id()`);
}

/** A point in time, with a zone in the database and a `Date` in TypeScript. */
export function timestamptz<Name extends string>(name: Name) {
  return timestamp(name, { withTimezone: true, mode: 'date' });
}

/** When the row was written first. */
export function createdAt() {
  return timestamptz('created_at').notNull().defaultNow();
}

/** When the row was written last; a trigger moves it when the writer does not. */
export function updatedAt() {
  return timestamptz('updated_at').notNull().defaultNow();
}
