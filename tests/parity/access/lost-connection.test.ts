import pg from 'pg';
import type { ClientBase } from 'pg';
import { checkParity } from '../../../src/parity/index.ts';
import type { Verdict } from '../../../src/parity/index.ts';
import { findings } from '../corpus.ts';
import { gate } from './gated-client.ts';
import { FINDINGS, processOf, schema, WatchedDatabase } from './watched-database.ts';

let database: WatchedDatabase;

beforeAll(async () => {
  database = await WatchedDatabase.make();
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

const LOST = /terminat|closed|connection error/;

/** Not awaited: what is under way has not come back yet. */
function close(client: ClientBase): void {
  void (client as ClientBase & { end(): Promise<void> }).end();
}

/** What can befall a client at one of its steps. */
const MISHAPS: Readonly<Record<string, (client: ClientBase, pid: number) => Promise<void>>> = {
  'the server ends the connection': async (_, pid) => {
    await database.other.query('select pg_terminate_backend($1, 5000)', [pid]);
  },
  'the client is closed before': async (client) => {
    close(client);
    await Promise.resolve();
  },
  'the client is closed meanwhile': async (client) => {
    setImmediate(close, client);
    await Promise.resolve();
  },
};

test.each(Object.entries(MISHAPS))('%s, at any step: it is told, and nothing is left', async (_, befall) => {
  const steps = await database.countSteps();
  for (let fatal = 1; fatal <= steps; fatal += 1) {
    const client = await database.connected();
    const pid = await processOf(client);
    gate(client, async ({ number }) => {
      if (number === fatal) await befall(client, pid);
    });
    await expectLoss(client, fatal === steps);
    await client.end();
    await database.expectNothingLeft();
  }
});

test.each(Object.entries(MISHAPS))(
  '%s, of a pool: the next one gets another connection',
  async (_, befall) => {
    // Whether a pool's client is in a transaction need not be asked.
    const steps = (await database.countSteps()) - 1;
    const pool = new pg.Pool({ connectionString: database.url, max: 1 });
    try {
      for (let fatal = 1; fatal <= steps; fatal += 1) {
        const first = await pool.connect();
        const pid = await processOf(first);
        first.release();
        gateOnce(first, async (number) => {
          if (number === fatal) await befall(first, pid);
        });
        await expectLoss(pool, fatal === steps);
        await database.expectNothingLeft();
        const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
        expect(rows[0]?.pid).not.toBe(pid);
      }
      expect(findings(await checkParity({ schema, connection: pool }))).toEqual(FINDINGS);
      expect(pool.totalCount).toBe(pool.idleCount);
    } finally {
      await pool.end();
    }
  },
);

/** The last that is sent takes back what was tried: by then all is known. */
async function expectLoss(connection: ClientBase | pg.Pool, isLast: boolean): Promise<void> {
  const verdict = await checkParity({ schema, connection }).catch((error: unknown) => error);
  if (isLast && !(verdict instanceof Error)) expect(findings(verdict as Verdict)).toEqual(FINDINGS);
  else
    expect(verdict).toMatchObject({
      message: expect.stringMatching(LOST) as string,
    });
}

function gateOnce(client: ClientBase, before: (number: number) => Promise<void>): void {
  gate(client, async ({ number }) => {
    await before(number);
  });
}

/** The connections that others have to the database. */
const OTHERS = `datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`;

test('a URL: who is cut off gets an error', async () => {
  // A connection that was just closed may still be there for a moment, and is not the one that is meant.
  for (let left = 1; left > 0;)
    left = (await database.other.query(`select from pg_stat_activity where ${OTHERS}`)).rowCount ?? 0;
  // Or the verdict might be there before anybody sees its connection.
  const holder = await database.connected();
  const pidOfHolder = await processOf(holder);
  await holder.query('begin; lock table app.items');
  const judging = checkParity({ schema, connection: database.url });
  const told = expect(judging).rejects.toThrow(LOST);
  for (let found = 0; found === 0;) {
    const { rowCount } = await database.other.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where ${OTHERS} and pid <> $1`,
      [pidOfHolder],
    );
    found = rowCount ?? 0;
  }
  await told;
  await holder.end();
  await database.expectNothingLeft();
});
