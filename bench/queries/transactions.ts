import { eq, gt, and, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import knexFor from 'knex';
import { Kysely, PostgresDialect, sql as kyselySql } from 'kysely';
import { Pool } from 'pg';
import type { PoolClient } from 'pg';
import { closeDb, createDb, sessionByToken, sessions, users, withTransaction } from '../../src/index.ts';
import type { Db } from '../../src/index.ts';
import { TEXTS, apart } from './by-hand.ts';
import type { Asks } from './asked.ts';

type Row = Record<string, unknown>;
interface Given {
  readonly token: string;
}

/** BEGIN, the statement, COMMIT, as they are written with care. */
function byHand(url: string, isNamed: boolean): Asks<Given> {
  const pool = new Pool({ connectionString: url, max: 10 });
  const text = TEXTS.session;
  const look = async (client: PoolClient, { token }: Given): Promise<unknown> => {
    const values = [token];
    const { rows } = await client.query<Row>(isNamed ? { name: 'session', text, values } : { text, values });
    return rows.map(apart);
  };
  return {
    ask: async (given) => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const found = await look(client, given);
        await client.query('COMMIT');
        return found;
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }
    },
    end: async () => {
      await pool.end();
    },
  };
}

/** Ours, with a hot query or a natural one in it, or several options. */
function ours(url: string, ask: (db: Db, given: Given) => Promise<unknown>): Asks<Given> {
  const db = createDb({ url, max: 10 });
  return {
    ask: async (given) => await ask(db, given),
    end: async () => {
      await closeDb(db);
    },
  };
}

function natural(db: Pick<Db, 'select'>, { token }: Given) {
  return db
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(sessions.userId, users.id))
    .where(and(eq(sessions.sessionToken, token), gt(sessions.expires, sql`now()`)));
}

function plainDrizzle(url: string): Asks<Given> {
  const pool = new Pool({ connectionString: url, max: 10 });
  const db = drizzle(pool);
  return {
    ask: async (given) => await db.transaction(async (tx) => await natural(tx, given)),
    end: async () => {
      await pool.end();
    },
  };
}

function kysely(url: string): Asks<Given> {
  const db = new Kysely<Record<string, Row>>({
    dialect: new PostgresDialect({ pool: new Pool({ connectionString: url, max: 10 }) }),
  });
  return {
    ask: async ({ token }) =>
      await db.transaction().execute(
        async (tx) =>
          await tx
            .selectFrom('auth.sessions as s')
            .innerJoin('auth.users as u', 's.user_id', 'u.id')
            .selectAll('u')
            .selectAll('s')
            .where('s.session_token', '=', token)
            .where('s.expires', '>', kyselySql`now()`)
            .execute(),
      ),
    end: async () => {
      await db.destroy();
    },
  };
}

function knex(url: string): Asks<Given> {
  const db = knexFor({ client: 'pg', connection: url, pool: { min: 0, max: 10 } });
  return {
    ask: async ({ token }): Promise<unknown> =>
      await db.transaction(
        async (tx) =>
          (await tx('auth.sessions as s')
            .join('auth.users as u', 's.user_id', 'u.id')
            .select('u.*', 's.*')
            .where('s.session_token', token)
            .where('s.expires', '>', tx.fn.now())) as unknown,
      ),
    end: async () => {
      await db.destroy();
    },
  };
}

/** Who asks in transactions, the one that the others are measured by first. */
export const TRANSACTORS: Readonly<Record<string, (url: string) => Asks<Given>>> = {
  'pg, named': (url) => byHand(url, true),
  pg: (url) => byHand(url, false),
  'keelson, hot': (url) =>
    ours(
      url,
      async (db, given) => await withTransaction(async (tx) => await sessionByToken(given, tx), { on: db }),
    ),
  'keelson, ambient': (url) =>
    ours(
      url,
      async (db, given) =>
        await withTransaction(async (tx) => await sessionByToken(given, tx), { on: db, ambient: true }),
    ),
  'drizzle, hot': (url) =>
    ours(url, async (db, given) => await db.transaction(async (tx) => await sessionByToken(given, tx))),
  'keelson, natural': (url) =>
    ours(url, async (db, given) => await withTransaction(async (tx) => await natural(tx, given), { on: db })),
  drizzle: plainDrizzle,
  kysely,
  knex,
};
