import { bigint, foreignKey, index, text, unique } from 'drizzle-orm/pg-core';
import { createdAt, id, timestamptz, updatedAt } from './columns.ts';
import { auth } from './namespace.ts';
import { users } from './users.ts';

/** The ways a person signs in: one row for each provider, a password among them. */
export const accounts = auth.table(
  'accounts',
  {
    id: id(),
    userId: text('user_id').notNull(),
    // The value for a writer that does not know the column, as Better Auth does not.
    type: text('type').notNull().default('oauth'),
    provider: text('provider').notNull(),
    providerAccountId: text('provider_account_id').notNull(),
    // Keys in snake case are those that Auth.js writes.
    refresh_token: text('refresh_token'),
    access_token: text('access_token'),
    id_token: text('id_token'),
    token_type: text('token_type'),
    scope: text('scope'),
    session_state: text('session_state'),
    // One moment in two columns: seconds for Auth.js, a timestamp for Better Auth; a trigger keeps them equal.
    expires_at: bigint('expires_at', { mode: 'number' }),
    accessTokenExpiresAt: timestamptz('access_token_expires_at'),
    refreshTokenExpiresAt: timestamptz('refresh_token_expires_at'),
    password: text('password'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    foreignKey({ name: 'accounts_user_id_fkey', columns: [t.userId], foreignColumns: [users.id] }).onDelete(
      'cascade',
    ),
    unique('accounts_provider_provider_account_id_key').on(t.provider, t.providerAccountId),
    index('accounts_user_id_idx').on(t.userId),
  ],
);

/** A row of `auth.accounts` as it is read. */
export type Account = typeof accounts.$inferSelect;
/** A row of `auth.accounts` as it is inserted. */
export type NewAccount = typeof accounts.$inferInsert;
