import { Pool } from 'pg';
import type { PoolClient, PoolConfig } from 'pg';
import { closeDb, createDb, membership, sessionByToken, userByEmail } from '../../src/index.ts';
import { ASKED } from './asked.ts';
import type { Asks } from './asked.ts';
import { TEXTS, apart } from './by-hand.ts';

type Row = Record<string, unknown>;

/** By the number of the question. */
interface Given {
  readonly n: number;
}

/** Three questions of one request. */
function questionsOf(n: number) {
  return { session: ASKED.session(n), user: ASKED.user(n), membership: ASKED.membership(n) };
}

type Run = (name: keyof ReturnType<typeof questionsOf>, values: unknown[]) => Promise<Row[]>;

async function three(run: Run, n: number): Promise<unknown[]> {
  const { session, user, membership: of } = questionsOf(n);
  return await Promise.all([
    run('session', [session.token]).then((rows) => rows.map(apart)),
    run('user', [user.email]),
    run('membership', [of.organizationId, of.userId]),
  ]);
}

function on(client: Pool | PoolClient): Run {
  return async (name, values) => (await client.query<Row>({ name, text: TEXTS[name], values })).rows;
}

/** On three connections, or on one of them, after each other or sent at once. */
function byHand(url: string, way: 'pool' | 'one by one' | 'pipeline'): Asks<Given> {
  // The declarations do not know it yet.
  const config: PoolConfig & { pipeline?: boolean } = {
    connectionString: url,
    max: 10,
    pipeline: way === 'pipeline',
  };
  const pool = new Pool(config);
  return {
    ask: async ({ n }) => {
      if (way === 'pool') return await three(on(pool), n);
      const client = await pool.connect();
      try {
        if (way === 'pipeline') return await three(on(client), n);
        const { session, user, membership: of } = questionsOf(n);
        const run = on(client);
        return [
          (await run('session', [session.token])).map(apart),
          await run('user', [user.email]),
          await run('membership', [of.organizationId, of.userId]),
        ];
      } finally {
        client.release();
      }
    },
    end: async () => {
      await pool.end();
    },
  };
}

function ours(url: string): Asks<Given> {
  const db = createDb({ url, max: 10 });
  return {
    ask: async ({ n }) => {
      const asked = questionsOf(n);
      return await Promise.all([
        sessionByToken(asked.session, db),
        userByEmail(asked.user, db),
        membership(asked.membership, db),
      ]);
    },
    end: async () => {
      await closeDb(db);
    },
  };
}

/** Who asks three at once, the one that the others are measured by first. */
export const TOGETHER: Readonly<Record<string, (url: string) => Asks<Given>>> = {
  'pg, three of a pool': (url) => byHand(url, 'pool'),
  'pg, one by one': (url) => byHand(url, 'one by one'),
  'pg, pipelined': (url) => byHand(url, 'pipeline'),
  'keelson, hot': ours,
};
