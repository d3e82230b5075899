import { eq, sql } from 'drizzle-orm';
import { boolean, integer, jsonb, pgEnum, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const level = pgEnum('level', ['low', 'high']);

/** Values inside of expressions, which Drizzle would send as parameters. */
export const parameters = pgTable('parameters', {
  sum: integer().default(sql`${5} + ${6}`),
  lowered: text().default(sql`lower(${"O'Brien"})`),
  compared: boolean().default(sql`${1}::integer = ${2}::integer`),
  raw: text().default(sql.raw(`'raw'`)),
  joined: text().default(sql.join([sql`'a'`, sql`'b'`], sql` || `)),
  built: jsonb().default(sql`jsonb_build_object('when', ${'noon'}::text, 'count', ${3}::int)`),
  exact: integer().default(sql`(${12345678901n}::bigint % ${97n}::bigint)::int`),
  moment: timestamp().default(sql`${'2020-01-02 03:04:05'}::timestamp`),
  truth: boolean().default(sql`${true} and not ${false}`),
  level: level().default(sql`'high'::level`),
  helper: boolean().default(eq(sql`${1}::int`, sql`1`)),
  identified: text().default(sql`${sql.identifier('lower')}('X')`),
});
