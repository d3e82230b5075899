import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';
import {
  closeDb,
  createDb,
  membership,
  members,
  sessionByToken,
  sessions,
  sessionsOfUser,
  userByEmail,
  users,
} from '../../src/index.ts';
import type { Peer } from './asked.ts';

/** The hot queries, and the same queries written naturally through our `db`. */
export function ours(url: string, isPrepared: boolean): Peer {
  const db = createDb({ url, max: 10 });
  const end = async (): Promise<void> => {
    await closeDb(db);
  };
  if (!isPrepared) return { ask: natural(db), end };
  return {
    ask: {
      session: async (given) => await sessionByToken(given, db),
      user: async (given) => await userByEmail(given, db),
      membership: async (given) => await membership(given, db),
      sessions: async (given) => await sessionsOfUser(given, db),
    },
    end,
  };
}

/** Drizzle on a pool of pg as its documentation shows it. */
export function plainDrizzle(url: string): Peer {
  const pool = new Pool({ connectionString: url, max: 10 });
  return {
    ask: natural(drizzle(pool)),
    end: async () => {
      await pool.end();
    },
  };
}

/** Drizzle's own prepared statements. */
export function preparedDrizzle(url: string): Peer {
  const pool = new Pool({ connectionString: url, max: 10 });
  const db = drizzle(pool);
  const p = sql.placeholder;
  const session = sessionQuery(db, p('token')).prepare('session');
  const user = userQuery(db, p('email')).prepare('user');
  const member = memberQuery(db, p('organizationId'), p('userId')).prepare('membership');
  const all = sessionsQuery(db, p('userId')).prepare('sessions');
  return {
    ask: {
      session: async (given) => await session.execute(given),
      user: async (given) => await user.execute(given),
      membership: async (given) => await member.execute(given),
      sessions: async (given) => await all.execute(given),
    },
    end: async () => {
      await pool.end();
    },
  };
}

type Asks = Pick<NodePgDatabase, 'select'>;
type Given = string | ReturnType<typeof sql.placeholder>;

function natural(db: Asks): Peer['ask'] {
  return {
    session: async ({ token }) => await sessionQuery(db, token),
    user: async ({ email }) => await userQuery(db, email),
    membership: async ({ organizationId, userId }) => await memberQuery(db, organizationId, userId),
    sessions: async ({ userId }) => await sessionsQuery(db, userId),
  };
}

function sessionQuery(db: Asks, token: Given) {
  return db
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(sessions.userId, users.id))
    .where(and(eq(sessions.sessionToken, token), gt(sessions.expires, sql`now()`)));
}

function userQuery(db: Asks, email: Given) {
  return db
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, sql`lower(${email})`));
}

function memberQuery(db: Asks, organizationId: Given, userId: Given) {
  return db
    .select()
    .from(members)
    .where(and(eq(members.organizationId, organizationId), eq(members.userId, userId)));
}

function sessionsQuery(db: Asks, userId: Given) {
  return db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.expires, sql`now()`)))
    .orderBy(desc(sessions.expires));
}
