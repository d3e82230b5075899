import { sql } from 'drizzle-orm';
import { boolean, check, index, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, id, timestamptz, updatedAt } from './columns.ts';
import { auth } from './namespace.ts';

/** People who can sign in. */
export const users = auth.table(
  'users',
  {
    id: id(),
    name: text('name'),
    email: text('email'),
    // Auth.js stores when an address was verified, Better Auth whether: a trigger keeps the two equal.
    isEmailVerified: boolean('email_verified').notNull().default(false),
    emailVerified: timestamptz('email_verified_at'),
    image: text('image'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    twoFactorEnabled: boolean('two_factor_enabled').default(false),
    role: text('role'),
    banned: boolean('banned').default(false),
    banReason: text('ban_reason'),
    banExpires: timestamptz('ban_expires'),
    username: text('username').unique('users_username_key'),
    displayUsername: text('display_username'),
    phoneNumber: text('phone_number').unique('users_phone_number_key'),
    phoneNumberVerified: boolean('phone_number_verified'),
    isAnonymous: boolean('is_anonymous').default(false),
  },
  (t) => [
    // One person an address, whatever its case; the plain index serves the exact look-up of both clients.
    uniqueIndex('users_email_lower_key').on(sql`lower(${t.email})`),
    index('users_email_idx').on(t.email),
    check('users_email_verified_check', sql`${t.isEmailVerified} = (${t.emailVerified} is not null)`),
  ],
);

/** A row of `auth.users` as it is read. */
export type User = typeof users.$inferSelect;
/** A row of `auth.users` as it is inserted. */
export type NewUser = typeof users.$inferInsert;
