import { customType, pgSchema, pgTable } from 'drizzle-orm/pg-core';

const named = (type: string) => customType<{ data: unknown }>({ dataType: () => type });

export const app = pgSchema('app');

/** Domains, ranges, composites and types in other namespaces, which Drizzle knows by name only. */
export const qualified = pgTable('qualified', {
  positive: named('positive')(),
  positiveToo: named('public.positive')('positive_too'),
  code: named('"Odd types"."Country Code"')(),
  codes: named('"Odd types"."Country Code"[]')(),
  spread: named('float_spread')(),
  pair: named('"Odd types".pair')(),
  pairs: named('"Odd types".pair[]')(),
});

export const inside = app.table('inside', {
  positive: named('public.positive')(),
  code: named('"Odd types"."Country Code"')(),
});
