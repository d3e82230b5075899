import { getTableColumns } from 'drizzle-orm';
import { Pool } from 'pg';
import { members, sessions, users } from '../../src/index.ts';
import type { Peer, Question } from './asked.ts';

type Row = Record<string, unknown>;

/** The columns of a table as somebody would write them who wants the names that Drizzle gives. */
function listed(table: typeof users | typeof sessions | typeof members, as: string, prefix = ''): string {
  return Object.entries(getTableColumns(table))
    .map(([key, { name }]) => `${as}.${name} as "${prefix}${key}"`)
    .join(', ');
}

const NOW = 'expires > now()';
/** Also for those who write their SQL themselves. */
export const TEXTS: Readonly<Record<Question, string>> = {
  session: `select ${listed(sessions, 's', 's_')}, ${listed(users, 'u', 'u_')}
    from auth.sessions s join auth.users u on s.user_id = u.id where s.session_token = $1 and s.${NOW}`,
  user: `select ${listed(users, 'u')} from auth.users u where lower(email) = lower($1)`,
  membership: `select ${listed(members, 'm')} from auth.members m where organization_id = $1 and user_id = $2`,
  sessions: `select ${listed(sessions, 's')} from auth.sessions s where user_id = $1 and ${NOW} order by expires desc`,
};

/** Of a row with the columns of both tables, written out as a person would. */
export function apart(r: Row): { readonly session: Row; readonly user: Row } {
  return {
    session: {
      id: r.s_id,
      sessionToken: r.s_sessionToken,
      userId: r.s_userId,
      expires: r.s_expires,
      createdAt: r.s_createdAt,
      updatedAt: r.s_updatedAt,
      ipAddress: r.s_ipAddress,
      userAgent: r.s_userAgent,
      activeOrganizationId: r.s_activeOrganizationId,
      activeTeamId: r.s_activeTeamId,
      impersonatedBy: r.s_impersonatedBy,
    },
    user: {
      id: r.u_id,
      name: r.u_name,
      email: r.u_email,
      isEmailVerified: r.u_isEmailVerified,
      emailVerified: r.u_emailVerified,
      image: r.u_image,
      createdAt: r.u_createdAt,
      updatedAt: r.u_updatedAt,
      twoFactorEnabled: r.u_twoFactorEnabled,
      role: r.u_role,
      banned: r.u_banned,
      banReason: r.u_banReason,
      banExpires: r.u_banExpires,
      username: r.u_username,
      displayUsername: r.u_displayUsername,
      phoneNumber: r.u_phoneNumber,
      phoneNumberVerified: r.u_phoneNumberVerified,
      isAnonymous: r.u_isAnonymous,
    },
  };
}

/** pg as it is, with statements that have a name or none. */
export function byHand(url: string, isNamed: boolean): Peer {
  const pool = new Pool({ connectionString: url, max: 10 });
  const run = async (question: Question, values: unknown[]): Promise<Row[]> => {
    const text = TEXTS[question];
    const { rows } = await pool.query<Row>(isNamed ? { name: question, text, values } : { text, values });
    return rows;
  };
  return {
    ask: {
      session: async ({ token }) => (await run('session', [token])).map(apart),
      user: async ({ email }) => await run('user', [email]),
      membership: async ({ organizationId, userId }) => await run('membership', [organizationId, userId]),
      sessions: async ({ userId }) => await run('sessions', [userId]),
    },
    end: async () => {
      await pool.end();
    },
  };
}
