import { existsSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { embeddedServerStatus, stopEmbeddedServer } from '../../src/postgres/embedded/index.ts';
import { readEmbeddedAddress } from '../../src/postgres/embedded/state.ts';
import { ask, clearUp, inChild, newCheckout, newHome, runs, start } from './home.ts';

afterEach(clearUp);

describe('the life of a server', () => {
  it('starts from nothing, is found again, stops, and starts again with what was in it', async () => {
    const home = newHome();
    expect(readEmbeddedAddress(home)).toBeUndefined();
    expect(await embeddedServerStatus({ home })).toMatchObject({ state: 'absent' });
    expect(existsSync(home)).toBe(false);
    expect(await stopEmbeddedServer({ home })).toEqual({ stopped: false });

    const first = await start({ home });
    expect(first).toMatchObject({
      host: '127.0.0.1',
      user: 'keelson',
      database: 'keelson',
      startedNow: true,
    });
    expect(first.port).toBeGreaterThanOrEqual(15_433);
    expect(first.port).toBeLessThanOrEqual(25_432);
    expect(await ask(first, 'select current_database()')).toBe('keelson');
    // In a project that does not know of it, git must not see the data nor the password.
    expect(readFileSync(path.join(home, '.gitignore'), 'utf8')).toBe('*\n');
    await ask(first, 'create table kept as select 1 as n');

    const again = await start({ home });
    expect(again).toMatchObject({
      pid: first.pid,
      port: first.port,
      password: first.password,
      startedNow: false,
    });
    expect(readEmbeddedAddress(home)).toEqual({
      host: '127.0.0.1',
      port: first.port,
      user: 'keelson',
      password: first.password,
      database: 'keelson',
    });
    expect(await embeddedServerStatus({ home })).toMatchObject({
      state: 'running',
      pid: first.pid,
      url: first.url,
    });

    expect(await stopEmbeddedServer({ home })).toEqual({ stopped: true });
    expect(runs(first.pid)).toBe(false);
    expect(await stopEmbeddedServer({ home })).toEqual({ stopped: false });
    expect(await embeddedServerStatus({ home })).toMatchObject({ state: 'stopped', pid: undefined });

    const second = await start({ home });
    expect(second).toMatchObject({ port: first.port, password: first.password, startedNow: true });
    expect(await ask(second, 'select n from kept')).toBe(1);
  });

  it('outlives the command that started it', async () => {
    const home = newHome();
    const { value } = await inChild('start', { home }).answer;
    expect(value?.startedNow).toBe(true);
    const found = await start({ home });
    expect(found).toMatchObject({ startedNow: false, pid: value?.pid });
  });

  it('lets nobody in without the password, listens on the loopback address alone, and is the same everywhere', async () => {
    const home = newHome();
    const server = await start({ home });
    await expect(ask({ ...server, password: 'guess' }, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect(await ask(server, 'show listen_addresses')).toBe('127.0.0.1');
    expect(await ask(server, 'show unix_socket_directories')).toBe('');
    expect(await ask(server, `select string_agg(distinct auth_method, ' ') from pg_hba_file_rules`)).toBe(
      'scram-sha-256',
    );
    if (process.platform !== 'win32') {
      expect(statSync(path.join(home, 'server.json')).mode & 0o777).toBe(0o600);
      expect(statSync(server.dataDirectory).mode & 0o777).toBe(0o700);
    }
    expect(await ask(server, 'show server_encoding')).toBe('UTF8');
    expect(await ask(server, `select upper('éß') || (('a' > 'B')::text)`)).toBe('Éßtrue');
    expect(await ask(server, 'show timezone')).toMatch(/UTC$/);
    expect(readFileSync(server.logFile, 'utf8')).not.toContain(server.password);
    expect(readdirSync(home).sort()).toEqual(['.gitignore', 'data', 'lock', 'server.json', 'server.log']);
  });

  it('takes settings and a database name, and no notice of PG variables around it', async () => {
    const home = newHome();
    const env = {
      PGPORT: '1',
      PGUSER: 'x',
      PGOPTIONS: '-c statement_timeout=1',
      PGDATA: '/nowhere',
      PGSSLMODE: 'require',
    };
    const options = { home, database: 'with "quotes"', settings: { fsync: 'off', port: '1' } };
    const { value, problem } = await inChild('start', options, { env }).answer;
    expect(problem).toBeUndefined();
    const server = await start({ home });
    expect(server.database).toBe('with "quotes"');
    expect(server.port).toBe(value?.port);
    expect(await ask(server, 'show fsync')).toBe('off');
    const other = await start({ home, database: 'second' });
    expect(await ask(other, 'select current_database()')).toBe('second');
    expect(readEmbeddedAddress(home)?.database).toBe('with "quotes"');
  });

  (process.platform === 'linux' ? it : it.skip)('moves with its checkout, running or not', async () => {
    const checkout = newCheckout();
    const server = await start({ home: newHome(checkout) });
    const moved = newCheckout();
    renameSync(checkout, moved);
    const home = newHome(moved);
    expect(await start({ home })).toMatchObject({ startedNow: false, pid: server.pid });
    expect(await stopEmbeddedServer({ home })).toEqual({ stopped: true });
    expect(await start({ home })).toMatchObject({ startedNow: true, port: server.port });
  });

  it('finds the port of a server that started when nobody could write it down', async () => {
    const home = newHome();
    const { port } = await start({ home });
    const file = path.join(home, 'server.json');
    const state = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...state, port: 15_432 }));
    expect(await start({ home })).toMatchObject({ startedNow: false, port });
    expect(readEmbeddedAddress(home)?.port).toBe(port);
  });

  it('shows the words of a server that does not start', async () => {
    const home = newHome();
    await expect(start({ home, settings: { no_such_setting: '1' } })).rejects.toMatchObject({
      code: 'embedded/start-failed',
      message: expect.stringContaining('unrecognized configuration parameter "no_such_setting"') as string,
    });
    expect(await start({ home })).toMatchObject({ startedNow: true });
  });
});
