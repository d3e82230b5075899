import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  pgView,
  text,
  varchar,
} from 'drizzle-orm/pg-core';

/** Written otherwise, and the same to Postgres once both are read. */
export const rows = pgTable(
  'rows',
  {
    n: integer(),
    big: integer().default(sql`10`),
    s: text(),
    v: varchar({ length: 10 }),
    b: boolean(),
    list: text().array().default([]),
    document: jsonb().default({ b: 2, a: 1 }),
    exact: numeric().default('1.00'),
    made: integer().generatedAlwaysAs(sql`n + 1`),
  },
  (t) => [
    check('unequal', sql`${t.n} != 1`),
    check('between', sql`${t.n} between 1 and 10`),
    check('cast', sql`${t.s}::text <> 'x'::text`),
    check('like', sql`${t.s} like 'a%'`),
    check('list', sql`${t.n} in (1, 2)`),
    check('not_null', sql`${t.n} is not null`),
    check('blanks', sql`  ( ( ${t.n} ) > 0 )  `),
    check('keywords', sql`NOT ${t.b} OR ${t.n} IS NULL`),
    index('partial')
      .on(t.n)
      .where(sql`${t.s} <> ''`),
  ],
);
export const seen = pgView('seen', { n: integer(), s: text() }).as(
  sql`select n, s from rows where n > 1 order by n`,
);
