import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { withClient } from '../../src/postgres/client.ts';
import { ScratchServer } from './scratch-server.ts';

let server: ScratchServer;
beforeAll(async () => {
  server = await ScratchServer.make();
  await server.start({ hba: ['host all secretive all scram-sha-256', 'host all all all trust'] });
  await withClient(server.connection(), (client) =>
    client.query(`create role secretive login password 'hunter2'`),
  );
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

describe('withClient', () => {
  const open = async (): Promise<unknown> =>
    await withClient(server.connection(), async (client) => {
      const { rows } = await client.query<{ count: string }>(
        `select count(*) from pg_stat_activity where application_name = 'counted'`,
      );
      return Number(rows[0]?.count);
    });
  const counted = () => server.connection({ applicationName: 'counted' });

  it('closes the connection after success and failure', async () => {
    expect(await withClient(counted(), () => open())).toBe(1);
    await expect(withClient(counted(), () => Promise.reject(new Error('own')))).rejects.toThrow('own');
    await expect(withClient(counted(), (client) => client.query('select 1/0'))).rejects.toMatchObject({
      code: '22012',
    });
    expect(await open()).toBe(0);
  });
});

describe('the end of a process', () => {
  const run = async (program: string): Promise<{ stdout: string; stderr: string; milliseconds: number }> => {
    const modules = ['pool', 'client', 'settings'].map(
      (name) => `require(${JSON.stringify(path.join(__dirname, `../../src/postgres/${name}.ts`))})`,
    );
    const { host, port, database, user, tls } = server.connection();
    const preamble = `
      const { LazyPool, connect, connectionSettings } = Object.assign({}, ${modules.join(', ')});
      const given = ${JSON.stringify({ host, port, database, user, tls })};`;
    const start = performance.now();
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--require', require.resolve('tsx/cjs'), '--eval', preamble + program],
      { env: { PGPASSFILE: '/nowhere' } },
    );
    return { stdout, stderr, milliseconds: performance.now() - start };
  };

  it('does not wait for a pool that nobody closed', async () => {
    const { stdout, milliseconds } = await run(`
      const pool = new LazyPool({ settings: connectionSettings(given) });
      pool.query('select 7 as n').then(({ rows }) => console.log(rows[0].n));`);
    expect(stdout).toBe('7\n');
    // An idle connection is kept for ten seconds.
    expect(milliseconds).toBeLessThan(8000);
  });

  it.each([
    'new LazyPool({ settings }).query("select 1")',
    'new LazyPool({ settings }).connect()',
    'connect(settings)',
  ])('does not wait for an attempt that failed on this side: %s', async (attempt) => {
    // Without a password it is the driver that gives up, and the server that waits, for a minute.
    const { stdout, milliseconds } = await run(`
      const settings = connectionSettings({ ...given, user: 'secretive' });
      ${attempt}.catch((error) => console.log(error.code));`);
    expect(stdout).toBe('connection/no-password\n');
    expect(milliseconds).toBeLessThan(20_000);
  });
});
