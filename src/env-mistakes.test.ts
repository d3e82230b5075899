import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readEnv, settingsFromUrl } from './env.ts';
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

function problem(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}
const mistakes = (source: Record<string, string | undefined>) => problem(() => read(source)).what.split('\n');

describe('mistakes', () => {
  it('are all reported at once, by name, with the accepted form and an example', () => {
    const said = mistakes({
      NODE_ENV: 'prod',
      DATABASE_URL: 'mysql://db',
      DATABASE_REPLICA_URLS: 'postgres://r1:x,postgres://r2?sslmode=on',
      DATABASE_POOL_MAX: '0',
      DATABASE_CONNECT_TIMEOUT_MS: '5s',
      DATABASE_STATEMENT_TIMEOUT_MS: '-1',
      DATABASE_LOCK_TIMEOUT_MS: '1.5',
      DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS: '99999999999',
      DATABASE_LOG: 'yes',
      TEST_DATABASE_URL: 'db',
      TEST_DATABASE: 'docker',
      PGHOST: 'a,',
      PGPORT: 'x',
      PGCONNECT_TIMEOUT: '5s',
      PGSSLMODE: 'on',
      PGSSLNEGOTIATION: 'x',
      PGSSLMINPROTOCOLVERSION: '1.3',
      PGSSLMAXPROTOCOLVERSION: '1.3',
      PGCHANNELBINDING: 'require',
      PGREQUIREAUTH: 'scram-sha-256',
      PGSERVICE: 'shop',
      NODE_PG_FORCE_NATIVE: '1',
    });
    expect(said).toEqual([
      'the environment has 23 mistakes:',
      '  NODE_ENV: accepted: development, test, production; example: development',
      expect.stringMatching(
        /^ {2}DATABASE_URL: it does not begin with .*; accepted: postgres:.*; example: postgres:/,
      ),
      '  DATABASE_REPLICA_URLS: URL 1: port: accepted: a whole number from 1 to 65535; example: 5432',
      expect.stringMatching(
        /^ {2}DATABASE_REPLICA_URLS: URL 2: sslmode: accepted: .*; example: verify-full$/,
      ),
      '  DATABASE_POOL_MAX: accepted: a whole number from 1 to 1000; example: 10',
      '  DATABASE_CONNECT_TIMEOUT_MS: accepted: a whole number of milliseconds from 0 to 86400000; example: 5000',
      '  DATABASE_STATEMENT_TIMEOUT_MS: accepted: a whole number of milliseconds from 0 to 86400000; example: 5000',
      '  DATABASE_LOCK_TIMEOUT_MS: accepted: a whole number of milliseconds from 0 to 86400000; example: 5000',
      '  DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS: accepted: a whole number of milliseconds from 0 to 86400000; example: 5000',
      '  DATABASE_LOG: accepted: off, queries, parameters; example: off',
      expect.stringMatching(/^ {2}TEST_DATABASE_URL: it does not begin with/),
      '  TEST_DATABASE: accepted: embedded, container; example: embedded',
      '  PGHOST: accepted: a name, an IP address, or the folder of a Unix socket; example: localhost',
      '  PGPORT: accepted: a whole number from 1 to 65535; example: 5432',
      '  PGCONNECT_TIMEOUT: accepted: a whole number of seconds from 0 to 86400; example: 10',
      '  PGSSLMODE: accepted: disable, prefer, require, verify-ca, verify-full; example: verify-full',
      '  PGSSLNEGOTIATION: accepted: postgres, direct; example: postgres',
      '  PGSSLMINPROTOCOLVERSION: accepted: TLSv1, TLSv1.1, TLSv1.2, TLSv1.3; example: TLSv1.3',
      '  PGSSLMAXPROTOCOLVERSION: accepted: TLSv1, TLSv1.1, TLSv1.2, TLSv1.3; example: TLSv1.3',
      expect.stringMatching(/^ {2}PGCHANNELBINDING: require cannot be enforced/),
      '  PGREQUIREAUTH: cannot be enforced by the driver; leave it out and write sslmode=verify-full',
      '  PGSERVICE: not supported; write what the service file says in DATABASE_URL',
      expect.stringMatching(/^ {2}NODE_PG_FORCE_NATIVE: not supported/),
    ]);
  });

  it('make a message of three parts', () => {
    expect(problem(() => read({ DATABASE_LOG: 'yes' })).message).toBe(
      [
        'the environment has a mistake: DATABASE_LOG: accepted: off, queries, parameters; example: off',
        'fix: correct them where they are set: the shell, .env.local or .env (docs/environment.md lists every variable)',
        '[env/invalid]',
      ].join('\n'),
    );
  });

  it.each([
    ['sslmode=require&sslrootcert=system', 'sslmode=require cannot be used with sslrootcert=system'],
    ['sslmode=verify-ca&sslrootcert=system', 'sslmode=verify-ca cannot be used with sslrootcert=system'],
    ['sslnegotiation=direct', 'sslmode=prefer cannot be used with sslnegotiation=direct'],
    ['sslmode=disable&sslnegotiation=direct', 'sslmode=disable cannot be used with sslnegotiation=direct'],
    [
      'ssl_min_protocol_version=TLSv1.3&ssl_max_protocol_version=TLSv1.2',
      'ssl_min_protocol_version=TLSv1.3 is above ssl_max_protocol_version=TLSv1.2',
    ],
  ])('are contradictions about TLS too: %s', (query, expected) => {
    const url = `postgres://app@db?${query}`;
    expect(mistakes({ DATABASE_URL: url })[0]).toContain(`DATABASE_URL: ${expected}`);
    expect(mistakes({ TEST_DATABASE_URL: url })[0]).toContain(`TEST_DATABASE_URL: ${expected}`);
    expect(mistakes({ DATABASE_REPLICA_URLS: url })[0]).toContain(
      `DATABASE_REPLICA_URLS: URL 1: ${expected}`,
    );
  });

  it('are contradictions between variables, beside a mistake elsewhere', () => {
    const said = mistakes({
      PGHOST: 'db',
      PGSSLMODE: 'require',
      PGSSLROOTCERT: 'system',
      DATABASE_LOG: 'yes',
    });
    expect(said).toHaveLength(3);
    expect(said[2]).toContain('the PG variables: sslmode=require cannot be used with sslrootcert=system');
  });

  it('are hosts and ports that do not make pairs', () => {
    expect(mistakes({ PGHOST: 'a,b,c', PGPORT: '1,2' })).toEqual([
      expect.stringContaining('there are 3 hosts and 2 ports: give one port for each host, or one for all'),
    ]);
    expect(read({ PGHOST: 'a,b', PGPORT: '7', PGTARGETSESSIONATTRS: 'primary' }).database).toMatchObject({
      host: 'a',
      hosts: [
        { host: 'a', port: 7 },
        { host: 'b', port: 7 },
      ],
      targetSession: 'primary',
    });
    // The hosts of a URL are those of nobody else.
    expect(read({ DATABASE_URL: 'postgres://c/d', PGHOST: 'a,b' }).database?.hosts).toBeUndefined();
  });

  it('do not beget others', () => {
    expect(mistakes({ PGHOST: 'db', PGSSLMODE: 'verify_full', PGSSLNEGOTIATION: 'direct' })).toHaveLength(1);
  });
});

describe('settingsFromUrl', () => {
  it('blames the URL that was given, not a variable that was not', () => {
    expect(problem(() => settingsFromUrl('postgres://db:x?sslmode=on')).message).toBe(
      [
        'the given URL has 2 mistakes:',
        '  port: accepted: a whole number from 1 to 65535; example: 5432',
        '  sslmode: accepted: disable, prefer, require, verify-ca, verify-full; example: verify-full',
        'fix: give one such as postgres://app:secret@localhost:5432/app (docs/environment.md says how it is written)',
        '[env/invalid]',
      ].join('\n'),
    );
  });

  it.each(['', ' '])('takes nothing else for %j, as from a variable of the shell that is not set', (url) => {
    expect(problem(() => settingsFromUrl(url)).what).toBe('the given URL has a mistake: it is empty');
  });

  it('names both when the environment has mistakes too', () => {
    const replaced = jest.replaceProperty(process, 'env', { DATABASE_LOG: 'yes' });
    const { what } = problem(() => settingsFromUrl('mysql://db'));
    replaced.restore();
    expect(what).toMatch(/^the environment has 2 mistakes:\n {2}the given URL: .*\n {2}DATABASE_LOG: /);
  });
});
