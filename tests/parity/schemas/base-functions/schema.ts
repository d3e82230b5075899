import { sql } from 'drizzle-orm';
import { check, index, integer, pgPolicy, pgTable, pgView, text, varchar } from 'drizzle-orm/pg-core';

/** Functions whose results are known before they are called, and whose bodies Postgres puts in their place. */
export const rows = pgTable(
  'rows',
  {
    id: integer().primaryKey(),
    a: integer().default(sql`top()`),
    b: text().default(sql`lower('X')`),
    c: integer().default(sql`slow_top()`),
    d: varchar({ length: 9 }),
    lowered: text().generatedAlwaysAs(sql`lower(b)`),
    made: integer().generatedAlwaysAs(sql`same(id)`),
  },
  (t) => [
    check('rows_top', sql`${t.a} < top()`),
    check('rows_slow', sql`${t.c} < slow_top()`),
    check('rows_same', sql`same(${t.a}) > 0`),
    check('rows_cast', sql`${t.d}::varchar(3) <> 'abc'`),
    check('rows_lower', sql`lower(${t.b}) = ${t.b}`),
    index('rows_index')
      .on(sql`same(${t.a})`)
      .where(sql`${t.id} > top()`),
    index('rows_lowered')
      .on(sql`lower(${t.b})`)
      .where(sql`lower(${t.d}) <> ''`),
    pgPolicy('rows_lower', { for: 'update', using: sql`lower(${t.b}) = 'x'` }),
    pgPolicy('rows_policy', { for: 'select', using: sql`${t.a} < top() and same(${t.id}) > 1` }),
  ],
);
export const seen = pgView('seen', { id: integer(), top: integer() }).as(
  sql`select same(id) as id, top() as top from rows where a < top()`,
);
export const lowered = pgView('lowered', { b: text() }).as(sql`select lower(b) as b from rows`);
