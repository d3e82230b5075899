import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { boolean, index, integer, pgEnum, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

export const state = pgEnum('state', ['open', 'closed']);

/** Conditions with values, written as text and with Drizzle's operators. */
export const rows = pgTable(
  'rows',
  { a: integer(), b: text(), done: boolean(), state: state(), deleted: timestamp() },
  (t) => [
    index('text_value')
      .on(t.a)
      .where(sql`${t.b} = ${'x'}`),
    index('text_quote')
      .on(t.a)
      .where(sql`${t.b} = ${"it's"}`),
    index('helper').on(t.a).where(eq(t.b, 'x')),
    index('helper_and')
      .on(t.b)
      .where(and(gt(t.a, 5), isNull(t.deleted)) ?? sql`true`),
    uniqueIndex('living').on(t.b).where(isNull(t.deleted)),
    index('enum_value').on(t.a).where(eq(t.state, 'open')),
    index('enum_text')
      .on(t.a)
      .where(sql`${t.state} in ('open', 'closed')`),
    index('boolean')
      .on(t.b)
      .where(sql`${t.done}`),
    index('boolean_not')
      .on(t.b)
      .where(sql`not ${t.done}`),
    index('boolean_equal')
      .on(t.b)
      .where(sql`${t.done} = false`),
    index('on_expression')
      .on(sql`lower(${t.b})`)
      .where(sql`${t.b} like 'a%'`),
  ],
);
