import { createHash, randomBytes } from 'node:crypto';

const BYTES = 32;

/** A new token: 256 random bits, in letters that stand in a cookie or a URL as they are. */
export function newToken(): string {
  return randomBytes(BYTES).toString('base64url');
}

/**
 * What is stored in place of a token: its SHA-256, 64 hexadecimal digits. A token is random and long, so that neither salt nor
 * a slow hash adds anything, and the same token has always the same hash, by which a unique index finds it. This is
 * for tokens only: a password is neither random nor long.
 */
export function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
