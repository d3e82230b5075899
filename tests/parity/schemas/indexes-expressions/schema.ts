import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, varchar } from 'drizzle-orm/pg-core';

/** Expressions alone, beside columns, with an order, an operator class and a collation inside of their text. */
export const rows = pgTable(
  'rows',
  { a: integer(), b: text(), c: varchar({ length: 20 }), document: jsonb(), stamp: timestamp() },
  (t) => [
    index('lowered').on(sql`lower(${t.b})`),
    uniqueIndex('beside').on(t.a, sql`lower(${t.b})`),
    index('before').on(sql`lower(${t.c})`, t.a.desc().nullsFirst()),
    index('sum').on(sql`(${t.a} + 1)`),
    index('sum_bare').on(sql`${t.a} + 2`),
    index('order').on(sql`(${t.a} + 1) desc`),
    index('order_nulls').on(sql`(${t.a} + 1) desc nulls last`, t.b),
    index('order_ascending').on(sql`lower(${t.b}) asc nulls first`),
    index('class').on(sql`lower(${t.b}) text_pattern_ops`),
    index('class_column').on(sql`${t.b} text_pattern_ops`),
    index('class_order').on(sql`${t.b} text_pattern_ops desc nulls last`),
    index('collation').on(sql`${t.b} collate "C"`),
    index('collation_expression').on(sql`lower(${t.b} collate "C")`),
    index('column_in_sql').on(sql`${t.a}`),
    index('column_in_sql_order').on(sql`${t.a} desc`, sql`${t.b} nulls first`),
    index('document_path').on(sql`(${t.document} ->> 'a')`),
    index('document_cast').on(sql`((${t.document} ->> 'n')::int)`),
    index('coalesced').on(sql`coalesce(${t.b}, ${t.c}, '')`),
    index('cast_date').on(sql`(${t.stamp}::date)`),
    index('truncated').on(sql`date_trunc('day', ${t.stamp})`),
    index('parameter').on(sql`(${t.a} % ${10})`),
    index('text_search').using('gin', sql`to_tsvector('english', ${t.b})`),
  ],
);
