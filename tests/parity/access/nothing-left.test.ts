import pg from 'pg';
import type { ClientBase } from 'pg';
import { checkParity } from '../../../src/parity/index.ts';
import type { Verdict } from '../../../src/parity/index.ts';
import { findings } from '../corpus.ts';
import { gate } from './gated-client.ts';
import { FINDINGS, schema, settingsOf, WatchedDatabase } from './watched-database.ts';

let database: WatchedDatabase;

beforeAll(async () => {
  database = await WatchedDatabase.make();
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

test('a verdict leaves nothing, and a client as it was', async () => {
  const client = await database.connected();
  await client.query(`set search_path = app, public; set timezone = 'Asia/Tokyo'; set lock_timeout = '7s'`);
  const before = await settingsOf(client);
  expect(findings(await checkParity({ schema, connection: client }))).toEqual(FINDINGS);
  expect(await settingsOf(client)).toEqual(before);
  await database.expectNothingLeft();
  // A savepoint is refused outside of a transaction.
  await expect(client.query('savepoint s')).rejects.toMatchObject({ code: '25P01' });
  await client.end();
});

test('when a statement fails that nobody expects to, there is no verdict, and the client is as it was', async () => {
  const steps = await database.countSteps();
  let refused = 0;
  for (let fatal = 1; fatal <= steps; fatal += 1) {
    const client = await database.connected();
    const before = await settingsOf(client);
    const send = client.query.bind(client);
    gate(client, async ({ number, statements }) => {
      // After the transaction is begun, so that nothing in it can be asked any more.
      if (number === fatal && !/^(?:BEGIN|ROLLBACK)/.test(statements[0] ?? '')) {
        await send('select 1 / 0').catch(() => undefined);
      }
    });
    const verdict = await checkParity({ schema, connection: client }).catch((error: unknown) => error);
    if (verdict instanceof Error) {
      expect(verdict).toMatchObject({ code: '25P02' });
      refused += 1;
    } else expect(findings(verdict as Verdict)).toEqual(FINDINGS);
    expect(await settingsOf(client)).toEqual(before);
    await database.expectNothingLeft();
    await client.end();
  }
  expect(refused).toBeGreaterThan(3);
});

test('in a transaction that was begun before, all is as it was, after a failure too', async () => {
  const client = await database.connected();
  await client.query(`begin; set local search_path = app; insert into items values (9)`);
  const before = await settingsOf(client);
  expect(findings(await checkParity({ schema, connection: client }))).toEqual(FINDINGS);
  await expect(checkParity({ schema, connection: client, schemas: ['gone'] })).rejects.toMatchObject({
    code: 'parity/no-such-schema',
  });
  expect(await settingsOf(client)).toEqual(before);
  expect((await client.query('select from items')).rowCount).toBe(1);
  expect((await client.query(`select from pg_class where relpersistence = 't'`)).rowCount).toBe(0);
  await client.query('rollback');
  await client.end();
});

test('two verdicts at once on one client are refused: each would end the other’s transaction', async () => {
  const client = await database.connected();
  const [one, two] = await Promise.allSettled([
    checkParity({ schema, connection: client }),
    checkParity({ schema, connection: client }),
  ]);
  expect(one.status).toBe('fulfilled');
  expect(two).toMatchObject({ status: 'rejected', reason: { code: 'catalog/client-in-use' } });
  // One after the other is fine.
  expect(findings(await checkParity({ schema, connection: client }))).toEqual(FINDINGS);
  await client.end();
});

test('no clock goes on that a client was given', async () => {
  const given = 600_000;
  const client = new pg.Client({ connectionString: database.url, query_timeout: given });
  await client.connect();
  // This one's clocks alone: what else runs in the process has others.
  const set = jest.spyOn(globalThis, 'setTimeout');
  const cleared = jest.spyOn(globalThis, 'clearTimeout');
  expect(findings(await checkParity({ schema, connection: client }))).toEqual(FINDINGS);
  const clocks = set.mock.results.flatMap(({ value }, call) =>
    set.mock.calls[call]?.[1] === given ? [value as unknown] : [],
  );
  const stopped = new Set<unknown>(cleared.mock.calls.map(([clock]) => clock));
  set.mockRestore();
  cleared.mockRestore();
  expect(clocks.length).toBeGreaterThan(5);
  expect(clocks.filter((clock) => !stopped.has(clock))).toEqual([]);
  await client.end();
});

test('a client that does not answer in its own time is given up, and is not given back to its pool', async () => {
  const pool = new pg.Pool({ connectionString: database.url, max: 1, query_timeout: 300 });
  const first = await pool.connect();
  const pid = knownProcessOf(first);
  first.release();
  gate(first, async ({ statements }) => {
    if (statements[0]?.includes('READ WRITE') === true)
      await database.other.query('begin; lock table app.items');
  });
  await expect(checkParity({ schema, connection: pool })).rejects.toThrow('Query read timeout');
  await database.other.query('rollback');
  const next = await pool.connect();
  expect(knownProcessOf(next)).not.toBe(pid);
  next.release();
  await pool.end();
  await database.expectNothingLeft();
});

/** What the server said when the client connected: to ask now may take longer than the client waits for an answer. */
function knownProcessOf(client: ClientBase): number {
  return (client as unknown as { readonly processID: number }).processID;
}

test('another copy of pg is as good as our own', async () => {
  const copies: (typeof pg)[] = [];
  jest.isolateModules(() => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    copies.push(require('pg') as typeof pg);
  });
  const [copy] = copies;
  expect(copy?.DatabaseError).not.toBe(pg.DatabaseError);
  if (copy === undefined) return;
  const pool = new copy.Pool({ connectionString: database.url });
  expect(findings(await checkParity({ schema, connection: pool }))).toEqual(FINDINGS);
  await pool.end();
});

test('a pool has a connection for each', async () => {
  const pool = new pg.Pool({ connectionString: database.url, max: 3 });
  const verdicts = await Promise.all(
    Array.from({ length: 6 }, () => checkParity({ schema, connection: pool })),
  );
  expect(verdicts.map(findings)).toEqual(verdicts.map(() => FINDINGS));
  expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([3, 3, 0]);
  await pool.end();
  await database.expectNothingLeft();
});
