import { and, eq, gt, sql } from 'drizzle-orm';
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import { db } from '../client.ts';
import { prepared } from '../prepared/index.ts';
import type { Place } from '../prepared/index.ts';
import { sessions } from '../schema/sessions.ts';
import { verificationTokens } from '../schema/verification-tokens.ts';
import { verifications } from '../schema/verifications.ts';

/**
 * Takes a token that is good once: whoever is first has it, all others nothing, and one that has expired nobody.
 *
 *     delete from auth.verification_tokens where identifier = $1 and token = $2 and expires > now() returning …
 */
export const consumeVerificationToken = prepared(
  'auth_consume_verification_token',
  { identifier: verificationTokens.identifier, token: verificationTokens.token },
  ({ identifier, token }) =>
    db
      .delete(verificationTokens)
      .where(
        and(
          eq(verificationTokens.identifier, identifier),
          eq(verificationTokens.token, token),
          gt(verificationTokens.expires, sql`now()`),
        ),
      )
      .returning(),
);

/** Deletes what expired first, as far as nobody else is at it. */
function expiredOf(name: string, table: PgTable, expires: AnyPgColumn) {
  const oldest = (most: unknown) =>
    sql`array(select ctid from ${table} where ${expires} <= now() order by ${expires} limit ${most} for update skip locked)`;
  return prepared(`auth_delete_expired_${name}`, { most: Number }, ({ most }) =>
    db.delete(table).where(sql`${table}.ctid = any(${oldest(most)})`),
  );
}

const EXPIRED = {
  sessions: expiredOf('sessions', sessions, sessions.expires),
  verificationTokens: expiredOf('verification_tokens', verificationTokens, verificationTokens.expires),
  verifications: expiredOf('verifications', verifications, verifications.expiresAt),
} as const;

/** How many rows went. */
export type DeletedExpired = Readonly<Record<keyof typeof EXPIRED, number>>;

export interface DeleteExpiredOptions {
  /** How many at once: each time is a transaction of its own. By default 1,000. */
  readonly batch?: number;
  /** Where, unless on `db`. */
  readonly on?: Place;
  /** Stops between two batches. */
  readonly signal?: AbortSignal;
}

/**
 * Deletes sessions and tokens that have expired, some at once, so that nobody waits for long. Several processes may do
 * it at the same time: none waits for another.
 *
 *     delete from auth.sessions where ctid = any(array(select ctid from auth.sessions
 *       where expires <= now() order by expires limit $1 for update skip locked))
 */
export async function deleteExpired({
  batch = 1000,
  on,
  signal,
}: DeleteExpiredOptions = {}): Promise<DeletedExpired> {
  const deleted = { sessions: 0, verificationTokens: 0, verifications: 0 };
  for (const [table, statement] of Object.entries(EXPIRED)) {
    for (let more = true; more;) {
      signal?.throwIfAborted();
      const { rowCount } = await statement({ most: batch }, on);
      deleted[table as keyof DeletedExpired] += rowCount ?? 0;
      more = (rowCount ?? 0) === batch;
    }
  }
  return deleted;
}
