import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { connect, withClient } from '../../src/postgres/client.ts';
import { comesBack } from '../../src/postgres/connection-lost.ts';
import { LazyPool } from '../../src/postgres/pool.ts';
import type { PoolOptions } from '../../src/postgres/pool.ts';
import { withSettings } from '../../src/postgres/settings.ts';
import { Problem } from '../../src/problem.ts';
import { silentServer } from './listeners.ts';
import { startRelay } from './relay.ts';
import { retried } from './retried.ts';
import { ScratchServer } from './scratch-server.ts';

let server: ScratchServer;
beforeAll(async () => {
  server = await ScratchServer.make();
  await server.start();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const pools: LazyPool[] = [];
afterEach(async () => {
  for (const pool of pools.splice(0)) if (!pool.ending) await pool.end();
});
function makePool(options: Partial<PoolOptions> = {}): LazyPool {
  const pool = new LazyPool({ settings: server.connection(), ...options });
  pools.push(pool);
  return pool;
}
const one = async (pool: LazyPool): Promise<unknown> =>
  (await pool.query<{ one: number }>('select 1 as one')).rows[0]?.one;
const kill = async (pid: unknown): Promise<void> => {
  await withClient(server.connection(), async (client) => {
    await client.query('select pg_terminate_backend($1, 5000)', [pid]);
  });
};
const pidOf = async (from: Pick<PoolClient, 'query'>): Promise<unknown> =>
  (await from.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;

describe('making a pool', () => {
  it('asks for nothing and opens nothing', async () => {
    await using silent = await silentServer();
    const asked: string[] = [];
    const pool = makePool({
      settings: () => {
        asked.push('settings');
        return server.connection({ port: silent.port });
      },
      limits: () => {
        asked.push('limits');
        return { max: 1 };
      },
    });
    await sleep(50);
    expect([asked, pool.totalCount, silent.heard().length]).toEqual([[], 0, 0]);
  });

  it('and ending it unused is no trouble', async () => {
    const pool = makePool({
      settings: () => {
        throw new Error('nobody should ask');
      },
    });
    await pool.end();
    expect([pool.ending, pool.ended]).toEqual([true, true]);
    await expect(pool.query('select 1')).rejects.toThrow('Cannot use a pool after calling end on the pool');
  });
});

describe('using it', () => {
  it('asks once where to connect, and how many connections there may be', async () => {
    const settings = jest.fn(() => server.connection());
    const limits = jest.fn(() => ({ max: 2 }));
    const pool = makePool({ settings, limits });
    expect(await Promise.all(Array.from({ length: 20 }, () => one(pool)))).toEqual(Array(20).fill(1));
    expect(pool.totalCount).toBe(2);
    expect(pool.options.max).toBe(2);
    expect([settings.mock.calls.length, limits.mock.calls.length]).toEqual([1, 1]);
    expect(pool.settings.database).toBe('postgres');
  });

  it('has the forms that pg has', async () => {
    const pool = makePool();
    const client = await pool.connect();
    client.release();
    await new Promise<void>((resolve, reject) => {
      pool.connect((error, client, release) => {
        release();
        if (error === undefined && client !== undefined) resolve();
        else reject(error ?? new Error('neither'));
      });
    });
    await new Promise<void>((resolve, reject) => {
      pool.query('select $1::int as n', [7], (error: Error | undefined, result) => {
        expect(result.rows).toEqual([{ n: 7 }]);
        if (error === undefined) resolve();
        else reject(error);
      });
    });
    expect((await pool.query({ text: 'select $1::int', values: [8], rowMode: 'array' })).rows).toEqual([[8]]);
  });

  it('takes timeouts and options to the server', async () => {
    const timeouts = { connect: 5000, statement: 1000, lock: 2000, idleInTransaction: 3000 };
    const names = [
      'statement_timeout',
      'lock_timeout',
      'idle_in_transaction_session_timeout',
      'jit',
      'application_name',
    ];
    const show = async (settings: PoolOptions['settings']): Promise<unknown[]> => {
      const { rows } = await makePool({ settings }).query<{ setting: string }>(
        'select current_setting(name) as setting from unnest($1::text[]) with ordinality as given (name, n) order by n',
        [names],
      );
      return rows.map(({ setting }) => setting);
    };
    const settings = server.connection({ timeouts, options: '-c jit=off', applicationName: 'shop' });
    expect(await show(settings)).toEqual(['1s', '2s', '3s', 'off', 'shop']);
    await withClient(server.connection(), async (client) => {
      await client.query('create role hasty login; alter role hasty set statement_timeout = 5');
    });
    const patient = withSettings(settings, { user: 'hasty', timeouts: { ...timeouts, statement: 0 } });
    expect((await show(patient))[0]).toBe('0');
  });

  it('is not led astray by variables that pg would read', async () => {
    const mischief = {
      PGSSLMODE: 'require',
      PGSSLNEGOTIATION: 'direct',
      PGPORT: '1',
      PGUSER: 'x',
      PGAPPNAME: 'x',
    };
    const before = { ...process.env };
    Object.assign(process.env, mischief);
    try {
      expect(await one(makePool())).toBe(1);
    } finally {
      process.env = before;
    }
  });
});

describe('a failure', () => {
  it('to connect is explained in every form', async () => {
    const pool = makePool({ settings: server.connection({ database: 'nowhere' }) });
    const expected = { code: 'connection/no-database' };
    await expect(pool.query('select 1')).rejects.toMatchObject(expected);
    await expect(pool.connect()).rejects.toMatchObject(expected);
    const given = await new Promise((resolve) => {
      pool.connect((error) => {
        resolve(error);
      });
    });
    expect(given).toBeInstanceOf(Problem);
    expect(given).toMatchObject(expected);
  });

  it('to say where to connect is given to whoever asks, each time', async () => {
    let isReady = false;
    const pool = makePool({
      settings: () => {
        if (!isReady) throw new Problem({ code: 'env/invalid', what: 'what', fix: 'fix' });
        return server.connection();
      },
    });
    await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'env/invalid' });
    await expect(pool.connect()).rejects.toMatchObject({ code: 'env/invalid' });
    isReady = true;
    expect(await one(pool)).toBe(1);
  });

  it('of the server is over when the server is back', async () => {
    await using other = await ScratchServer.make();
    const tls = { mode: 'prefer', negotiation: 'postgres' } as const;
    const pool = makePool({ settings: other.connection({ tls }) });
    await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'connection/refused' });
    await other.start();
    expect(await one(pool)).toBe(1);
    await other.stop();
    await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'connection/refused' });
    await other.start();
    expect(await one(pool)).toBe(1);
    await pool.end();
  });

  it('to get one of the connections names their number and the variable', async () => {
    const timeouts = { connect: 100, statement: undefined, lock: undefined, idleInTransaction: undefined };
    const pool = makePool({ settings: server.connection({ timeouts }), limits: { max: 1 } });
    const client = await retried(async () => await pool.connect());
    const problem: unknown = await pool.query('select 1').catch((error: unknown) => error);
    client.release();
    expect(problem).toMatchObject({
      code: 'connection/pool-exhausted',
      what: expect.stringMatching(/all 1 connections of the pool .* within 100 ms/) as unknown,
      fix: expect.stringContaining('DATABASE_POOL_MAX') as unknown,
    });
    expect(await one(pool)).toBe(1);
  });

  it('to log in to a server that is stopped meanwhile is that of one that takes nobody now', async () => {
    await using relay = await startRelay(server.connection());
    const pool = makePool({ settings: relay.settings });
    relay.endNextLogin();
    const problem: unknown = await pool.query('select 1').catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: 'connection/starting-up', cause: { code: '57P01' } });
    // It is worth another attempt.
    expect(comesBack(problem)).toBe(true);
    expect(await one(pool)).toBe(1);
  });

  it('of a query is left as it is', async () => {
    await expect(makePool().query('select 1/0')).rejects.toMatchObject({ code: '22012' });
  });
});

describe('a connection that is lost', () => {
  it('while it is idle is replaced without a word', async () => {
    const pool = makePool({ limits: { max: 1 } });
    const pid = await pidOf(pool);
    await kill(pid);
    await sleep(50);
    expect(await pidOf(pool)).not.toBe(pid);
  });

  it('during a query fails that query alone', async () => {
    const pool = makePool({ limits: { max: 1 } });
    const pid = await pidOf(pool);
    const sleeping = pool.query('select pg_sleep(10)');
    await Promise.all([
      expect(sleeping).rejects.toMatchObject({ code: 'connection/lost', cause: { code: '57P01' } }),
      kill(pid),
    ]);
    expect(await one(pool)).toBe(1);
  });

  it('while somebody holds it fails his next query, not the process', async () => {
    const pool = makePool({ limits: { max: 1 } });
    const client = await pool.connect();
    client.on('error', () => undefined);
    await kill(await pidOf(client));
    await expect(client.query('select 1')).rejects.toThrow(/not queryable|terminat/);
    client.release(true);
    expect(await one(pool)).toBe(1);
  });

  it('of connect() fails its next query, not the process', async () => {
    const client = await connect(server.connection());
    await kill(await pidOf(client));
    await sleep(50);
    await expect(client.query('select 1')).rejects.toThrow(/not queryable|terminat/);
    await client.end();
  });
});
