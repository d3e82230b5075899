import { sql } from 'drizzle-orm';
import { check, customType, date, interval, pgTable, pgView, text, timestamp } from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** Settings that change how Postgres prints, in this database and for this role. */
export const moments = pgTable(
  'moments',
  {
    at: timestamp({ withTimezone: true, mode: 'string' }).default('2020-01-02 03:04:05+00'),
    day: date().default('2020-02-01'),
    span: interval().default('1 day 2 hours'),
    bytes: bytea().default(Buffer.from([0, 255])),
    backslash: text().default('a\\b'),
    select: text().default('x'),
  },
  (t) => [
    check('moments_at', sql`${t.at} > '2000-01-01 00:00:00+00'`),
    check('moments_span', sql`${t.span} < interval '1 year 2 days' and ${t.backslash} <> 'c\\d'`),
  ],
);
export const recent = pgView('recent', { day: date() }).as(
  sql`select day from moments where day > '2020-03-04' and span > '36 hours'::interval`,
);
