import { type SQL, sql } from 'drizzle-orm';
import { boolean, customType, index, integer, numeric, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/** Columns that Postgres works out, from an expression, a function that returns one, and a value. */
export const made = pgTable(
  'made',
  {
    price: numeric({ precision: 10, scale: 2 }).notNull(),
    amount: integer().notNull(),
    total: numeric().generatedAlwaysAs(sql`price * amount`),
    first: text(),
    last: text(),
    full: text().generatedAlwaysAs((): SQL => sql`${made.first} || ' ' || ${made.last}`),
    shout: text()
      .generatedAlwaysAs(sql`upper(first)`)
      .notNull(),
    search: tsvector().generatedAlwaysAs(
      sql`setweight(to_tsvector('english', coalesce(first, '')), 'A') || to_tsvector('english', coalesce(last, ''))`,
    ),
    large: boolean().generatedAlwaysAs(sql`amount > ${100}`),
    stamp: timestamp(),
    day: text().generatedAlwaysAs(sql`(extract(year from stamp)::int)::text`),
  },
  (t) => [index('made_search').using('gin', t.search)],
);
