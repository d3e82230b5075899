import { setTimeout as sleep } from 'node:timers/promises';
import knex from 'knex';
import type { Knex } from 'knex';
import { settingsFromUrl } from '../../src/env.ts';
import { connect } from '../../src/postgres/client.ts';
import { connectionUrl } from '../../src/postgres/connection-url.ts';
import type { TargetSession } from '../../src/postgres/hosts.ts';
import { pgConfig } from '../../src/postgres/pg-config.ts';
import { LazyPool } from '../../src/postgres/pool.ts';
import { withSettings } from '../../src/postgres/settings.ts';
import type { ConnectionSettings } from '../../src/postgres/settings.ts';
import { silentServer } from './listeners.ts';
import { retried } from './retried.ts';
import { OWNER } from './scratch-server.ts';
import type { ScratchServer } from './scratch-server.ts';
import { answer, promote, Replicated, until } from './standbys.ts';

/* A URL with several hosts leads to the one that is wanted, for each connection anew. */

let replicated: Replicated;
let primary: ScratchServer;
let standby: ScratchServer;

beforeAll(async () => {
  replicated = await Replicated.make();
  primary = replicated.primary;
  [standby] = replicated.standbys as [ScratchServer];
});
afterAll(async () => {
  await replicated[Symbol.asyncDispose]();
});

const portOf = (server: ScratchServer): number => server.connection().port;

function to(ports: readonly number[], target?: string, more = ''): ConnectionSettings {
  const hosts = ports.map((port) => `127.0.0.1:${port}`).join(',');
  const wanted = target === undefined ? '' : `&target_session_attrs=${target}`;
  return settingsFromUrl(`postgres://${OWNER}@${hosts}/postgres?sslmode=disable${wanted}${more}`);
}

/** Where each of those who connect gets to. */
async function reached(settings: ConnectionSettings): Promise<unknown[]> {
  const client = await connect(settings);
  const pool = new LazyPool({ settings });
  const instance = knex({
    client: 'pg',
    connection: async () => (await pgConfig(settings)) as Knex.PgConnectionConfig,
    pool: { min: 0, max: 1 },
  });
  const ask = `select current_setting('port')::int as port`;
  try {
    const byClient = await client.query<{ port: number }>(ask);
    const byPool = await pool.query<{ port: number }>(ask);
    const byKnex = await instance.raw<{ rows: { port: number }[] }>(ask);
    return [byClient, byPool, byKnex].map(({ rows }) => rows[0]?.port);
  } finally {
    await client.end();
    await pool.end();
    await instance.destroy();
  }
}

const WANTED: readonly (readonly [TargetSession, 'first' | 'primary' | 'standby'])[] = [
  ['any', 'first'],
  ['read-write', 'primary'],
  ['primary', 'primary'],
  ['read-only', 'standby'],
  ['standby', 'standby'],
  ['prefer-standby', 'standby'],
];

describe.each(WANTED)('target_session_attrs=%s', (target, which) => {
  test.each(['primary first', 'standby first'])('%s', async (order) => {
    const ports = order === 'primary first' ? [primary, standby] : [standby, primary];
    const expected = { first: ports[0] ?? primary, primary, standby }[which];
    expect(await reached(to(ports.map(portOf), target))).toEqual(Array(3).fill(portOf(expected)));
  });
});

test('a server that is not there is passed over, a silent one after its time', async () => {
  await using silent = await silentServer();
  const settings = to([9, silent.port, portOf(standby), portOf(primary)], 'read-write');
  const hasty = withSettings(settings, { timeouts: { ...settings.timeouts, connect: 500 } });
  expect(await retried(async () => await reached(hasty))).toEqual(Array(3).fill(portOf(primary)));
});

test('prefer-standby takes a primary where there is no other', async () => {
  expect(await reached(to([9, portOf(primary)], 'prefer-standby'))).toEqual(Array(3).fill(portOf(primary)));
});

test('read-write is not a primary whose sessions are read-only', async () => {
  const options = encodeURIComponent('-c default_transaction_read_only=on');
  await expect(connect(to([portOf(primary)], 'read-write', `&options=${options}`))).rejects.toMatchObject({
    code: 'connection/no-host',
    what: expect.stringContaining('its sessions are read-only') as string,
  });
  expect(await reached(to([portOf(primary)], 'primary', `&options=${options}`))).toEqual(
    Array(3).fill(portOf(primary)),
  );
});

test('in an order of chance, each is reached', async () => {
  const settings = to([portOf(primary), portOf(standby)], undefined, '&load_balance_hosts=random');
  const seen = new Set<unknown>();
  await until(async () => {
    seen.add(await answer(settings, `select current_setting('port')::int`));
    return seen.size === 2;
  });
});

test('a URL that is written of them leads to the same', () => {
  const settings = to([portOf(standby), portOf(primary)], 'read-write');
  expect(settingsFromUrl(connectionUrl(settings))).toEqual(settings);
});

describe('when none will do', () => {
  test('each is told with its reason', async () => {
    const settings = to([9, portOf(standby)], 'primary');
    const pool = new LazyPool({ settings });
    const expected = {
      code: 'connection/no-host',
      what: [
        `cannot connect to ${OWNER}@127.0.0.1:9,127.0.0.1:${portOf(standby)}/postgres: none of 2 servers takes a connection that is primary`,
        '  127.0.0.1:9: nothing listens there [connection/refused]',
        `  127.0.0.1:${portOf(standby)}: it is a standby`,
      ].join('\n'),
    };
    for (let round = 0; round < 3; round += 1) {
      await expect(connect(settings)).rejects.toMatchObject(expected);
      await expect(pool.query('select 1')).rejects.toMatchObject(expected);
    }
    expect(pool.totalCount).toBe(0);
    await pool.end();
  });

  test('a login that one refuses is not tried on the others', async () => {
    const settings = withSettings(to([portOf(standby), portOf(primary)]), { database: 'nowhere' });
    await expect(connect(settings)).rejects.toMatchObject({
      code: 'connection/no-database',
      what: expect.stringContaining(`127.0.0.1:${portOf(standby)}/nowhere`) as string,
    });
  });

  test('no connection stays behind', async () => {
    await expect(connect(to([portOf(standby)], 'primary'))).rejects.toMatchObject({
      code: 'connection/no-host',
    });
    await until(
      async () =>
        (await answer(
          standby.connection(),
          `select count(*)::int from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
        )) === 0,
    );
  });
});

test('all connections of the pool in use is said as ever', async () => {
  const settings = to([portOf(standby), portOf(primary)], 'primary');
  const timeouts = { ...settings.timeouts, connect: 200 };
  const pool = new LazyPool({ settings: withSettings(settings, { timeouts }), limits: { max: 1 } });
  const client = await retried(async () => await pool.connect());
  await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'connection/pool-exhausted' });
  client.release();
  await pool.end();
});

// The last one: it changes who is the primary.
test('after a failover writes go on, in a pool that nobody touches', async () => {
  const settings = to([portOf(primary), portOf(standby)], 'read-write', '&connect_timeout=5');
  const pool = new LazyPool({ settings, limits: { max: 4 } });
  await pool.query('create table written (id integer primary key)');
  const accepted: number[] = [];
  let failed = 0;
  let isOver = false;
  let next = 0;
  const write = async (): Promise<void> => {
    while (!isOver) {
      const id = (next += 1);
      try {
        await pool.query('insert into written values ($1)', [id]);
        accepted.push(id);
      } catch {
        failed += 1;
        await sleep(5);
      }
    }
  };
  const writers = Array.from({ length: 8 }, write);
  try {
    await until(() => accepted.length > 200);
    // A clean stop sends the last of the log to the standby.
    await primary.stop();
    await until(() => failed > 0);
    await promote(standby);
    const before = accepted.length;
    await until(() => accepted.length > before + 200);
  } finally {
    isOver = true;
    await Promise.all(writers);
  }
  const { rows } = await pool.query<{ id: number; port: number }>(
    `select id, current_setting('port')::int as port from written`,
  );
  const there = new Set(rows.map(({ id }) => id));
  expect(accepted.filter((id) => !there.has(id))).toEqual([]);
  expect(rows[0]?.port).toBe(portOf(standby));
  expect(pool.totalCount).toBeLessThanOrEqual(4);
  await pool.end();
});
