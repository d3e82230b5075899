import { sql } from 'drizzle-orm';
import { customType, pgTable, serial } from 'drizzle-orm/pg-core';

const hstore = customType<{ data: unknown }>({ dataType: () => 'hstore' });

/** The application's search_path finds what the schema calls by its bare name. */
export const settings = pgTable('settings', {
  id: serial().primaryKey(),
  entries: hstore()
    .notNull()
    .default(sql`hstore('theme', 'dark')`),
});
