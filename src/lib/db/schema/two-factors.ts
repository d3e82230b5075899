import { boolean, foreignKey, integer, text } from 'drizzle-orm/pg-core';
import { id, timestamptz } from './columns.ts';
import { auth } from './namespace.ts';
import { users } from './users.ts';

/** The second factor of a person, encrypted by the writer; at most one each. */
export const twoFactors = auth.table(
  'two_factors',
  {
    id: id(),
    userId: text('user_id').notNull().unique('two_factors_user_id_key'),
    secret: text('secret').notNull(),
    backupCodes: text('backup_codes').notNull(),
    verified: boolean('verified').default(true),
    failedVerificationCount: integer('failed_verification_count').default(0),
    lockedUntil: timestamptz('locked_until'),
  },
  (t) => [
    foreignKey({
      name: 'two_factors_user_id_fkey',
      columns: [t.userId],
      foreignColumns: [users.id],
    }).onDelete('cascade'),
  ],
);

/** A row of `auth.two_factors` as it is read. */
export type TwoFactor = typeof twoFactors.$inferSelect;
/** A row of `auth.two_factors` as it is inserted. */
export type NewTwoFactor = typeof twoFactors.$inferInsert;
