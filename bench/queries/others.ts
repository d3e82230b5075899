import knexFor from 'knex';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import postgres from 'postgres';
import { TEXTS, apart } from './by-hand.ts';
import type { Peer } from './asked.ts';

type Row = Record<string, unknown>;

/** postgres.js, which names its statements by itself. */
export function postgresJs(url: string): Peer {
  const client = postgres(url, { max: 10, onnotice: () => undefined });
  const run = async (text: string, values: string[]): Promise<Row[]> =>
    await client.unsafe<Row[]>(text, values, { prepare: true });
  return {
    ask: {
      session: async ({ token }) => (await run(TEXTS.session, [token])).map(apart),
      user: async ({ email }) => await run(TEXTS.user, [email]),
      membership: async ({ organizationId, userId }) => await run(TEXTS.membership, [organizationId, userId]),
      sessions: async ({ userId }) => await run(TEXTS.sessions, [userId]),
    },
    end: async () => {
      await client.end();
    },
  };
}

/** Kysely's builder; what it gives are rows with the columns' own names. */
export function kysely(url: string): Peer {
  const db = new Kysely<Record<string, Row>>({
    dialect: new PostgresDialect({ pool: new Pool({ connectionString: url, max: 10 }) }),
  });
  const now = sql`now()`;
  return {
    ask: {
      session: async ({ token }) =>
        await db
          .selectFrom('auth.sessions as s')
          .innerJoin('auth.users as u', 's.user_id', 'u.id')
          .selectAll('u')
          .selectAll('s')
          .where('s.session_token', '=', token)
          .where('s.expires', '>', now)
          .execute(),
      user: async ({ email }) =>
        await db
          .selectFrom('auth.users')
          .selectAll()
          .where(sql`lower(email)`, '=', sql`lower(${email})`)
          .execute(),
      membership: async ({ organizationId, userId }) =>
        await db
          .selectFrom('auth.members')
          .selectAll()
          .where('organization_id', '=', organizationId)
          .where('user_id', '=', userId)
          .execute(),
      sessions: async ({ userId }) =>
        await db
          .selectFrom('auth.sessions')
          .selectAll()
          .where('user_id', '=', userId)
          .where('expires', '>', now)
          .orderBy('expires', 'desc')
          .execute(),
    },
    end: async () => {
      await db.destroy();
    },
  };
}

/** Knex' builder; what it gives are rows with the columns' own names. */
export function knex(url: string): Peer {
  const db = knexFor({ client: 'pg', connection: url, pool: { min: 0, max: 10 } });
  return {
    ask: {
      session: async ({ token }): Promise<unknown> =>
        await db('auth.sessions as s')
          .join('auth.users as u', 's.user_id', 'u.id')
          .select('u.*', 's.*')
          .where('s.session_token', token)
          .where('s.expires', '>', db.fn.now()),
      user: async ({ email }): Promise<unknown> =>
        await db('auth.users').whereRaw('lower(email) = lower(?)', [email]),
      membership: async ({ organizationId, userId }): Promise<unknown> =>
        await db('auth.members').where({ organization_id: organizationId, user_id: userId }),
      sessions: async ({ userId }): Promise<unknown> =>
        await db('auth.sessions')
          .where('user_id', userId)
          .where('expires', '>', db.fn.now())
          .orderBy('expires', 'desc'),
    },
    end: async () => {
      await db.destroy();
    },
  };
}
