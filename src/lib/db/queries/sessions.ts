import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { db } from '../client.ts';
import { prepared } from '../prepared/index.ts';
import { sessions } from '../schema/sessions.ts';
import { users } from '../schema/users.ts';

/**
 * The session of a token and whose it is, while it lasts: what each request asks.
 *
 *     select … from auth.sessions join auth.users on sessions.user_id = users.id
 *     where sessions.session_token = $1 and sessions.expires > now()
 */
export const sessionByToken = prepared(
  'auth_session_by_token',
  { token: sessions.sessionToken },
  ({ token }) =>
    db
      .select({ session: sessions, user: users })
      .from(sessions)
      .innerJoin(users, eq(sessions.userId, users.id))
      .where(and(eq(sessions.sessionToken, token), gt(sessions.expires, sql`now()`))),
  { isIdempotent: true },
);

/**
 * Where somebody is signed in, the session that lasts longest first.
 *
 *     select … from auth.sessions where user_id = $1 and expires > now() order by expires desc
 */
export const sessionsOfUser = prepared(
  'auth_sessions_of_user',
  { userId: sessions.userId },
  ({ userId }) =>
    db
      .select()
      .from(sessions)
      .where(and(eq(sessions.userId, userId), gt(sessions.expires, sql`now()`)))
      .orderBy(desc(sessions.expires)),
  { isIdempotent: true },
);
