import { index, integer, pgTable } from 'drizzle-orm/pg-core';
import type { PgTableExtraConfigValue } from 'drizzle-orm/pg-core';

/** A record within the list: Drizzle leaves it out without a word. */
export const rows = pgTable('rows', { a: integer() }, (t) => {
  const record: unknown = { byA: index().on(t.a) };
  return [record as PgTableExtraConfigValue];
});
