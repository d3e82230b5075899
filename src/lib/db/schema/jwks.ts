import { text } from 'drizzle-orm/pg-core';
import { createdAt, id, timestamptz } from './columns.ts';
import { auth } from './namespace.ts';

/** Key pairs that sign JSON Web Tokens; the private half is encrypted by the writer. */
export const jwks = auth.table('jwks', {
  id: id(),
  publicKey: text('public_key').notNull(),
  privateKey: text('private_key').notNull(),
  alg: text('alg'),
  crv: text('crv'),
  createdAt: createdAt(),
  expiresAt: timestamptz('expires_at'),
});

/** A row of `auth.jwks` as it is read. */
export type Jwk = typeof jwks.$inferSelect;
/** A row of `auth.jwks` as it is inserted. */
export type NewJwk = typeof jwks.$inferInsert;
