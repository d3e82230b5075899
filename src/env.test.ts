import { mkdtempSync, rmSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import path from 'node:path';
import { readEnv, requireDatabase } from './env.ts';
import { Problem } from './problem.ts';

/** A folder with neither .env files nor an embedded server. */
let bare: string;
beforeAll(() => {
  bare = mkdtempSync(path.join(tmpdir(), 'keelson-env-'));
});
afterAll(() => {
  rmSync(bare, { recursive: true });
});

const read = (source: Record<string, string | undefined>) => readEnv(source, bare);
const database = (source: Record<string, string | undefined>) => requireDatabase(read(source));

function problem(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

describe('where the database is', () => {
  it('is what DATABASE_URL says, with the defaults of libpq', () => {
    expect(database({ DATABASE_URL: 'postgres://app@db.example.com' })).toEqual({
      host: 'db.example.com',
      port: 5432,
      database: 'app',
      user: 'app',
      applicationName: 'keelson',
      options: undefined,
      tls: { mode: 'prefer', negotiation: 'postgres' },
      timeouts: { connect: 10_000 },
    });
  });

  it('is filled in from the PG variables, which never overrule the URL', () => {
    const PG = {
      PGHOST: 'other',
      PGPORT: '6432',
      PGDATABASE: 'stock',
      PGUSER: 'somebody',
      PGPASSWORD: 'hunter2',
      PGAPPNAME: 'shop',
      PGOPTIONS: '-c jit=off',
      PGSSLMODE: 'verify-full',
      PGSSLNEGOTIATION: 'direct',
      PGSSLROOTCERT: 'system',
      PGSSLMINPROTOCOLVERSION: 'TLSv1.3',
      PGCHANNELBINDING: 'disable',
    };
    const filled = database(PG);
    expect(filled).toMatchObject({
      host: 'other',
      port: 6432,
      database: 'stock',
      user: 'somebody',
      password: 'hunter2',
      applicationName: 'shop',
      options: '-c jit=off',
      tls: {
        mode: 'verify-full',
        negotiation: 'direct',
        rootCert: 'system',
        minVersion: 'TLSv1.3',
        channelBinding: 'disable',
      },
    });
    const url =
      'postgres://app:own@db:5433/shop?application_name=a&options=-cx%3Dy&sslmode=require&sslrootcert=/ca.crt';
    expect(database({ ...PG, DATABASE_URL: url })).toMatchObject({
      host: 'db',
      port: 5433,
      database: 'shop',
      user: 'app',
      password: 'own',
      applicationName: 'a',
      options: '-cx=y',
      tls: { mode: 'require', rootCert: '/ca.crt', minVersion: 'TLSv1.3' },
    });
  });

  it('is the database named like the user, who is the one of the system, when nothing says more', () => {
    const { user, database: name, host } = database({ PGHOST: '/run/postgresql' });
    expect([user, name, host]).toEqual([os.userInfo().username, os.userInfo().username, '/run/postgresql']);
  });

  it('is asked for where the system has no name for the user either', () => {
    const nameless = jest.spyOn(os, 'userInfo').mockImplementation(() => {
      throw new Error('ENOENT: uv_os_get_passwd');
    });
    try {
      const { what } = problem(() => read({ DATABASE_URL: 'postgres://db/shop' }));
      expect(what).toContain('DATABASE_URL: it names no user');
      expect(database({ DATABASE_URL: 'postgres://app@db/shop' }).user).toBe('app');
    } finally {
      nameless.mockRestore();
    }
  });

  it('may be several: a replica takes the login of none but itself and the PG variables', () => {
    const { replicas } = read({
      DATABASE_URL: 'postgres://app:one@db/shop',
      DATABASE_REPLICA_URLS: 'postgres://app:two@r1/shop, postgres://app:three@r2/shop,\n',
      PGSSLMODE: 'require',
    });
    expect(replicas.map(({ host, password, tls }) => [host, password, tls.mode])).toEqual([
      ['r1', 'two', 'require'],
      ['r2', 'three', 'require'],
    ]);
  });

  it('is verify-full without a word when sslrootcert is system, as in libpq', () => {
    expect(database({ DATABASE_URL: 'postgres://db?sslrootcert=system' }).tls.mode).toBe('verify-full');
    expect(database({ PGHOST: 'db', PGSSLROOTCERT: 'system' }).tls.mode).toBe('verify-full');
  });
});

describe('nothing says where the database is', () => {
  it('is the embedded server of the folder, when it has one', () => {
    const env = read({});
    expect([env.database, env.databaseIsEmbedded]).toEqual([undefined, true]);
    const { code, message } = problem(() => requireDatabase(env));
    expect(code).toBe('env/no-database');
    expect(message).toMatch(
      /^DATABASE_URL is not set, and this folder has no embedded server\nfix: npm run db:setup/,
    );
  });

  it('counts an empty variable as one that is not set', () => {
    expect(read({ DATABASE_URL: '', PGHOST: '', DATABASE_POOL_MAX: '', NODE_ENV: '' })).toEqual(read({}));
  });

  it('is never the embedded server in production', () => {
    const env = read({ NODE_ENV: 'production' });
    expect([env.database, env.databaseIsEmbedded]).toEqual([undefined, false]);
    const { message } = problem(() => requireDatabase(env));
    expect(message).toMatch(/^DATABASE_URL is not set, and NODE_ENV is production\n/);
    expect(message).not.toContain('db:setup');
  });
});

describe('the other variables', () => {
  it('have defaults', () => {
    expect(read({})).toMatchObject({
      nodeEnv: 'development',
      pool: { max: 10, min: 0, idleTimeout: 10_000, lifetime: 1_800_000 },
      prepareRepeated: true,
      log: 'off',
      replicas: [],
      testDatabase: undefined,
      testServer: undefined,
    });
  });

  it('are read', () => {
    const env = read({
      NODE_ENV: 'test',
      DATABASE_URL: 'postgres://app@db',
      DATABASE_POOL_MAX: '3',
      DATABASE_CONNECT_TIMEOUT_MS: '1',
      DATABASE_STATEMENT_TIMEOUT_MS: '0',
      DATABASE_LOCK_TIMEOUT_MS: '3',
      DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS: '4',
      DATABASE_LOG: 'queries',
      TEST_DATABASE_URL: 'postgres://app@test-db',
      TEST_DATABASE: 'container',
    });
    expect(env).toMatchObject({ nodeEnv: 'test', pool: { max: 3 }, log: 'queries', testServer: 'container' });
    expect(env.testDatabase?.host).toBe('test-db');
    expect(env.database?.timeouts).toEqual({ connect: 1, statement: 0, lock: 3, idleInTransaction: 4 });
  });

  it('of how long to wait: the URL, then ours, then libpq’s', () => {
    const url = 'postgres://app@db';
    const PGCONNECT_TIMEOUT = '2';
    const DATABASE_CONNECT_TIMEOUT_MS = '3';
    const wait = (source: Record<string, string>) => database(source).timeouts.connect;
    expect(wait({ DATABASE_URL: url, PGCONNECT_TIMEOUT })).toBe(2000);
    expect(wait({ DATABASE_URL: url, PGCONNECT_TIMEOUT, DATABASE_CONNECT_TIMEOUT_MS })).toBe(3);
    const saying = `${url}?connect_timeout=1&lock_timeout=7`;
    expect(
      database({ DATABASE_URL: saying, PGCONNECT_TIMEOUT, DATABASE_CONNECT_TIMEOUT_MS }).timeouts,
    ).toEqual({
      connect: 1000,
      lock: 7,
    });
  });
});
