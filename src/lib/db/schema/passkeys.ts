import { bigint, boolean, foreignKey, index, text } from 'drizzle-orm/pg-core';
import { id, timestamptz } from './columns.ts';
import { auth } from './namespace.ts';
import { users } from './users.ts';

/** WebAuthn credentials: a passkey to Better Auth, an authenticator to Auth.js. */
export const passkeys = auth.table(
  'passkeys',
  {
    id: id(),
    name: text('name'),
    userId: text('user_id').notNull(),
    credentialID: text('credential_id').notNull().unique('passkeys_credential_id_key'),
    publicKey: text('public_key').notNull(),
    // An unsigned 32-bit number on the device, so integer is too small.
    counter: bigint('counter', { mode: 'number' }).notNull().default(0),
    deviceType: text('device_type').notNull(),
    backedUp: boolean('backed_up').notNull(),
    transports: text('transports'),
    aaguid: text('aaguid'),
    providerAccountId: text('provider_account_id'),
    createdAt: timestamptz('created_at').defaultNow(),
  },
  (t) => [
    foreignKey({ name: 'passkeys_user_id_fkey', columns: [t.userId], foreignColumns: [users.id] }).onDelete(
      'cascade',
    ),
    index('passkeys_user_id_idx').on(t.userId),
  ],
);

/** A row of `auth.passkeys` as it is read. */
export type Passkey = typeof passkeys.$inferSelect;
/** A row of `auth.passkeys` as it is inserted. */
export type NewPasskey = typeof passkeys.$inferInsert;
