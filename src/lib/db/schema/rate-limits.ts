import { bigint, integer, text } from 'drizzle-orm/pg-core';
import { id } from './columns.ts';
import { auth } from './namespace.ts';

/** Requests counted for each caller. Only `key` is indexed, so that counting rewrites no index. */
export const rateLimits = auth.table('rate_limits', {
  id: id(),
  key: text('key').notNull().unique('rate_limits_key_key'),
  count: integer('count').notNull(),
  // Milliseconds since 1970, as Better Auth writes them.
  lastRequest: bigint('last_request', { mode: 'number' }).notNull(),
});

/** A row of `auth.rate_limits` as it is read. */
export type RateLimit = typeof rateLimits.$inferSelect;
/** A row of `auth.rate_limits` as it is inserted. */
export type NewRateLimit = typeof rateLimits.$inferInsert;
