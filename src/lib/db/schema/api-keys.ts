import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, text } from 'drizzle-orm/pg-core';
import { createdAt, id, timestamptz, updatedAt } from './columns.ts';
import { auth } from './namespace.ts';

/** Keys with which programs call the application, hashed by the writer. */
export const apiKeys = auth.table(
  'api_keys',
  {
    id: id(),
    configId: text('config_id').notNull().default('default'),
    name: text('name'),
    start: text('start'),
    prefix: text('prefix'),
    // A user or an organization, so no foreign key can be; triggers on both delete the keys with their owner.
    referenceId: text('reference_id').notNull(),
    key: text('key').notNull().unique('api_keys_key_key'),
    refillInterval: bigint('refill_interval', { mode: 'number' }),
    refillAmount: integer('refill_amount'),
    lastRefillAt: timestamptz('last_refill_at'),
    enabled: boolean('enabled').default(true),
    rateLimitEnabled: boolean('rate_limit_enabled').default(true),
    // Milliseconds; a day.
    rateLimitTimeWindow: bigint('rate_limit_time_window', { mode: 'number' }).default(86_400_000),
    rateLimitMax: integer('rate_limit_max').default(10),
    requestCount: integer('request_count').default(0),
    remaining: integer('remaining'),
    lastRequest: timestamptz('last_request'),
    expiresAt: timestamptz('expires_at'),
    permissions: text('permissions'),
    metadata: text('metadata'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('api_keys_reference_id_idx').on(t.referenceId),
    index('api_keys_config_id_idx').on(t.configId),
    index('api_keys_expires_at_idx')
      .on(t.expiresAt)
      .where(sql`${t.expiresAt} is not null`),
  ],
);

/** A row of `auth.api_keys` as it is read. */
export type ApiKey = typeof apiKeys.$inferSelect;
/** A row of `auth.api_keys` as it is inserted. */
export type NewApiKey = typeof apiKeys.$inferInsert;
