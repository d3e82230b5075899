import { index, text } from 'drizzle-orm/pg-core';
import { createdAt, id, timestamptz, updatedAt } from './columns.ts';
import { auth } from './namespace.ts';

/** Pending verifications of Better Auth. A value may be kilobytes long, so no index holds it. */
export const verifications = auth.table(
  'verifications',
  {
    id: id(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: timestamptz('expires_at').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    // The newest of an identifier. Postgres' own DESC puts nulls first, Drizzle's desc() puts them last.
    index('verifications_identifier_created_at_idx').on(t.identifier, t.createdAt.desc().nullsFirst()),
    index('verifications_expires_at_idx').on(t.expiresAt),
  ],
);

/** A row of `auth.verifications` as it is read. */
export type Verification = typeof verifications.$inferSelect;
/** A row of `auth.verifications` as it is inserted. */
export type NewVerification = typeof verifications.$inferInsert;
