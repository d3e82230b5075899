import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from 'pg';
import { connect, withClient } from '../../src/postgres/client.ts';
import type { ConnectionSettings } from '../../src/postgres/settings.ts';
import { TLS_MODES } from '../../src/postgres/tls.ts';
import type { TlsMode } from '../../src/postgres/tls.ts';
import { Problem } from '../../src/problem.ts';
import { freePort } from './free-port.ts';
import { silentServer, slammer, talker, webServer } from './listeners.ts';
import { each, outcomes } from './outcome.ts';
import { ScratchServer } from './scratch-server.ts';

const ROOT = path.join(__dirname, '..', 'tls', 'certificates', 'ca.crt');
/** Long, since whoever answers does so in this time on a busy machine too. */
const timeouts = { connect: 20_000, statement: undefined, lock: undefined, idleInTransaction: undefined };
/** Short, for those who never answer. */
const HASTY = { ...timeouts, connect: 200 };
const tls = (mode: TlsMode) => ({ mode, negotiation: 'postgres' }) as const;

let server: ScratchServer;
beforeAll(async () => {
  // Whoever runs the tests may have passwords in ~/.pgpass.
  process.env.PGPASSFILE = '/nowhere/pgpass';
  server = await ScratchServer.make();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

async function problemOf(settings: ConnectionSettings): Promise<Problem> {
  const error: unknown = await connect(settings).then(
    async (client) => {
      await client.end();
      return 'connected';
    },
    (error: unknown) => error,
  );
  if (error instanceof Problem) return error;
  throw new Error(`no problem, but ${String(error)}`);
}

/** The code from every driver, the words from one. */
async function expectProblem(
  settings: ConnectionSettings,
  code: string,
  words: string | RegExp,
): Promise<void> {
  expect(await outcomes(settings)).toEqual(each(code));
  const { what, fix } = await problemOf(settings);
  expect(what).toMatch(/^cannot connect to /);
  expect(what).toMatch(words);
  expect(fix).not.toBe('');
}

describe('a server that lets some in', () => {
  beforeAll(async () => {
    await server.start({
      hba: [
        ...['scram-sha-256', 'md5', 'password'].map((method) => `host all by-${method} all ${method}`),
        'host all banned all reject',
        'host all all all trust',
        'local all all trust',
      ],
    });
    await withClient(server.connection(), async (client) => {
      for (const method of ['scram-sha-256', 'password'])
        await client.query(`create role "by-${method}" login password 'hunter2'`);
      await client.query(`set password_encryption = md5; create role "by-md5" login password 'hunter2'`);
      await client.query('create role banned login; create role stuck; create role app login');
      await client.query('create database closed allow_connections false');
      await client.query('create database private');
      await client.query('revoke connect on database private from public');
    });
  });

  describe.each(['scram-sha-256', 'md5', 'password'])('by %s', (method) => {
    const user = `by-${method}`;

    it('lets the right password in', async () => {
      expect(await outcomes(server.connection({ user, password: 'hunter2' }))).toEqual(each('plain'));
    });

    it('tells a wrong one, and does not repeat it', async () => {
      const settings = server.connection({ user, password: 'hunter3' });
      await expectProblem(settings, 'connection/wrong-password', /does not accept this password/);
      expect((await problemOf(settings)).message).not.toContain('hunter');
    });

    it.each([undefined, ''])('tells that %j is none', async (password) => {
      await expectProblem(server.connection({ user, password }), 'connection/no-password', /none is given/);
    });
  });

  it('tells a role that is missing', async () => {
    const settings = server.connection({ user: 'nobody-at-all' });
    await expectProblem(settings, 'connection/not-allowed', 'role "nobody-at-all" does not exist');
  });

  it('tells a role that may not log in', async () => {
    const settings = server.connection({ user: 'stuck' });
    await expectProblem(settings, 'connection/not-allowed', 'is not permitted to log in');
  });

  it('tells one whom pg_hba.conf rejects', async () => {
    const settings = server.connection({ user: 'banned' });
    await expectProblem(settings, 'connection/not-allowed', 'pg_hba.conf rejects connection');
  });

  it('tells a database that is missing', async () => {
    const settings = server.connection({ database: 'nowhere' });
    await expectProblem(settings, 'connection/no-database', 'the database nowhere does not exist');
  });

  it('tells a database that this role may not enter', async () => {
    const settings = server.connection({ user: 'app', database: 'private' });
    await expectProblem(settings, 'connection/not-allowed', 'permission denied for database "private"');
  });

  it('tells a database that nobody may enter', async () => {
    const settings = server.connection({ database: 'closed' });
    await expectProblem(settings, 'connection/not-allowed', 'not currently accepting connections');
  });

  it('tells options that the server does not know', async () => {
    const settings = server.connection({ options: '-c no_such_setting=1' });
    expect((await problemOf(settings)).code).toBe('connection/failed');
    expect((await problemOf(settings)).what).toContain(
      'unrecognized configuration parameter "no_such_setting"',
    );
  });

  it('is reached by its Unix socket, in every mode of TLS', async () => {
    for (const mode of TLS_MODES) {
      const settings = server.connection({ host: server.sockets, tls: tls(mode) });
      expect(await outcomes(settings)).toEqual(each('plain'));
    }
  });

  it('tells a Unix socket that is not there', async () => {
    const settings = server.connection({ host: path.join(server.folder, 'elsewhere') });
    await expectProblem(
      settings,
      'connection/refused',
      /elsewhere\/\.s\.PGSQL\.\d+ \(Unix socket\), database postgres: /,
    );
  });

  it('leaves the failure of a query as it is', async () => {
    await withClient(server.connection({ user: 'app' }), async (client) => {
      await expect(client.query('create role other')).rejects.toMatchObject({
        code: '42501',
        severity: 'ERROR',
      });
    });
  });
});

describe('a server that is full', () => {
  it('says so', async () => {
    await server.start({
      settings: { max_connections: '4', superuser_reserved_connections: '1', reserved_connections: '0' },
    });
    const settings = server.connection({ user: 'app' });
    const guests: Client[] = [];
    try {
      for (let count = 0; count < 3; count++) guests.push(await connect(settings));
      await expectProblem(
        settings,
        'connection/too-many',
        /no connection left: (?:sorry, too many clients|remaining connection slots are reserved)/,
      );
    } finally {
      for (const guest of guests) await guest.end();
    }
  });
});

describe('a server that is starting up', () => {
  it('says so, in every mode', async () => {
    await using starting = await ScratchServer.make();
    // It waits for a primary for ever, and lets nobody look meanwhile.
    writeFileSync(path.join(starting.data, 'standby.signal'), '');
    await starting.start({ settings: { hot_standby: 'off' }, until: 'listening' });
    for (const mode of ['disable', 'prefer'] as const) {
      const settings = starting.connection({ tls: tls(mode) });
      await expectProblem(
        settings,
        'connection/starting-up',
        /takes no connections now: the database system is/,
      );
    }
  });
});

describe('no server', () => {
  it('where nothing listens', async () => {
    const settings = server.connection({ port: await freePort() });
    await expectProblem(
      settings,
      'connection/refused',
      /owner@127\.0\.0\.1:\d+\/postgres: nothing listens there/,
    );
    // Several addresses of one name fail together, as an error of another kind.
    await expectProblem({ ...settings, host: 'localhost' }, 'connection/refused', 'nothing listens there');
  });

  it('where the name does not resolve', async () => {
    const settings = server.connection({
      host: 'no-such-host.invalid',
      timeouts,
    });
    await expectProblem(
      settings,
      'connection/unknown-host',
      'the name no-such-host.invalid does not resolve',
    );
  });

  it.each(TLS_MODES)('but a web server, sslmode=%s', async (mode) => {
    await using web = await webServer();
    const settings = server.connection({ port: web.port, tls: { ...tls(mode), rootCert: ROOT }, timeouts });
    // Plain text leaves it to the web server to find that this is no HTTP, and it just closes.
    await expectProblem(settings, mode === 'disable' ? 'connection/closed' : 'connection/not-postgres', '');
  });

  it.each(TLS_MODES)('but one that says nothing, sslmode=%s: the wait is bounded', async (mode) => {
    await using silent = await silentServer();
    const settings = server.connection({
      port: silent.port,
      tls: { ...tls(mode), rootCert: ROOT },
      timeouts: HASTY,
    });
    const waited: number[] = [];
    // One may take longer because the machine stands still; a wait without a bound always does.
    while (waited.length < 3 && waited.every((milliseconds) => milliseconds >= 2000)) {
      const start = performance.now();
      const { code, what } = await problemOf(settings);
      waited.push(performance.now() - start);
      expect([code, what.split(': ').at(-1)]).toEqual(['connection/timeout', 'no answer within 200 ms']);
    }
    expect(Math.min(...waited)).toBeLessThan(2000);
    expect(await outcomes(settings)).toEqual(each('connection/timeout'));
  });

  it('but one that says yes to TLS and then nothing: the wait is bounded', async () => {
    await using yes = await talker('S');
    for (const mode of ['prefer', 'require'] as const) {
      const settings = server.connection({ port: yes.port, tls: tls(mode), timeouts: HASTY });
      expect(await outcomes(settings)).toEqual(each('connection/timeout'));
    }
  });

  it.each(TLS_MODES)('but one that closes at once, sslmode=%s', async (mode) => {
    await using closing = await slammer();
    const settings = server.connection({
      port: closing.port,
      tls: { ...tls(mode), rootCert: ROOT },
      timeouts,
    });
    await expectProblem(settings, 'connection/closed', 'the server closed the connection');
  });

  it.each(['E', 'SSH-2.0-OpenSSH_9.6\r\n', 'X'])(
    'prefer does not take %j for a no, and sends nothing in plain text',
    async (answer) => {
      await using other = await talker(answer);
      const settings = server.connection({ port: other.port, tls: tls('prefer'), timeouts });
      expect(await outcomes(settings)).toEqual(each('connection/not-postgres'));
      // Nothing but the question whether there is TLS, by each of them.
      expect(other.heard().toString('hex')).toBe('0000000804d2162f'.repeat(3));
    },
  );
});
