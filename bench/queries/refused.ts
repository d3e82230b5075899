import { drizzle } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';
import postgres from 'postgres';
import { closeDb, createDb, users } from '../../src/index.ts';
import type { Asks } from './asked.ts';

/** By the number of the question. */
interface Given {
  readonly n: number;
}

const TEXT = 'insert into auth.users (id, email) values ($1, $2)';
const row = (n: number) => ({ id: `u${String((n % 200_000) + 1).padStart(7, '0')}`, email: `other ${n}` });

async function refusal(asked: PromiseLike<unknown>): Promise<unknown[]> {
  try {
    await asked;
  } catch (error) {
    return [error];
  }
  return [];
}

/** Who writes it, the one that the others are measured by first. */
export const REFUSED: Readonly<Record<string, (url: string) => Asks<Given>>> = {
  'pg, named': (url) => {
    const pool = new Pool({ connectionString: url, max: 10 });
    return {
      ask: async ({ n }) => {
        const { id, email } = row(n);
        return await refusal(pool.query({ name: 'insert', text: TEXT, values: [id, email] }));
      },
      end: async () => {
        await pool.end();
      },
    };
  },
  keelson: (url) => {
    const db = createDb({ url, max: 10 });
    return {
      ask: async ({ n }) => await refusal(db.insert(users).values(row(n))),
      end: async () => {
        await closeDb(db);
      },
    };
  },
  drizzle: (url) => {
    const pool = new Pool({ connectionString: url, max: 10 });
    const db = drizzle(pool);
    return {
      ask: async ({ n }) => await refusal(db.insert(users).values(row(n))),
      end: async () => {
        await pool.end();
      },
    };
  },
  'postgres.js': (url) => {
    const client = postgres(url, { max: 10, onnotice: () => undefined });
    return {
      ask: async ({ n }) => {
        const { id, email } = row(n);
        return await refusal(client.unsafe(TEXT, [id, email], { prepare: true }));
      },
      end: async () => {
        await client.end();
      },
    };
  },
};
