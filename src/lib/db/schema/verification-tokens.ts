import { index, primaryKey, text } from 'drizzle-orm/pg-core';
import { timestamptz } from './columns.ts';
import { auth } from './namespace.ts';

/** One-time sign-in tokens of Auth.js, already hashed by it. */
export const verificationTokens = auth.table(
  'verification_tokens',
  {
    identifier: text('identifier').notNull(),
    token: text('token').notNull(),
    expires: timestamptz('expires').notNull(),
  },
  (t) => [
    primaryKey({ name: 'verification_tokens_pkey', columns: [t.identifier, t.token] }),
    index('verification_tokens_expires_idx').on(t.expires),
  ],
);

/** A row of `auth.verification_tokens` as it is read. */
export type VerificationToken = typeof verificationTokens.$inferSelect;
/** A row of `auth.verification_tokens` as it is inserted. */
export type NewVerificationToken = typeof verificationTokens.$inferInsert;
