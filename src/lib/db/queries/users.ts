import { and, eq, gt, sql } from 'drizzle-orm';
import { db } from '../client.ts';
import { prepared } from '../prepared/index.ts';
import type { Place } from '../prepared/index.ts';
import { accounts } from '../schema/accounts.ts';
import { members } from '../schema/members.ts';
import { users } from '../schema/users.ts';
import type { User } from '../schema/users.ts';

/**
 * The person of an address, whatever its case.
 *
 *     select … from auth.users where lower(email) = lower($1)
 */
export const userByEmail = prepared(
  'auth_user_by_email',
  { email: users.email },
  ({ email }) =>
    db
      .select()
      .from(users)
      .where(eq(sql`lower(${users.email})`, sql`lower(${email})`)),
  { isIdempotent: true },
);

/**
 * How somebody signs in with a provider, a password among them.
 *
 *     select … from auth.accounts where provider = $1 and provider_account_id = $2
 */
export const accountByProvider = prepared(
  'auth_account_by_provider',
  { provider: accounts.provider, providerAccountId: accounts.providerAccountId },
  ({ provider, providerAccountId }) =>
    db
      .select()
      .from(accounts)
      .where(and(eq(accounts.provider, provider), eq(accounts.providerAccountId, providerAccountId))),
  { isIdempotent: true },
);

/**
 * Whether somebody belongs to an organization, and as what.
 *
 *     select … from auth.members where organization_id = $1 and user_id = $2
 */
export const membership = prepared(
  'auth_membership',
  { organizationId: members.organizationId, userId: members.userId },
  ({ organizationId, userId }) =>
    db
      .select()
      .from(members)
      .where(and(eq(members.organizationId, organizationId), eq(members.userId, userId))),
  { isIdempotent: true },
);

const usersAfter = prepared(
  'auth_users_after',
  { after: users.id, size: Number },
  ({ after, size }) => db.select().from(users).where(gt(users.id, after)).orderBy(users.id).limit(size),
  { isIdempotent: true },
);

/** A part of a long list, and what to ask for the next one with; undefined behind the last. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | undefined;
}

/**
 * All people, page by page in the order in which they came: what a page costs does not grow with those before it.
 *
 *     select … from auth.users where id > $1 order by id limit $2
 */
export async function usersPage(
  { after = '', size = 50 }: { readonly after?: string | undefined; readonly size?: number } = {},
  on?: Place,
): Promise<Page<User>> {
  // One more tells whether there is another page.
  const found = await usersAfter({ after, size: size + 1 }, on);
  const rows = found.slice(0, size);
  return { rows, next: found.length > size ? rows.at(-1)?.id : undefined };
}
