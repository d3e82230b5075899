import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { connect } from '../../src/postgres/client.ts';
import { LazyPool } from '../../src/postgres/pool.ts';
import type { ConnectionSettings } from '../../src/postgres/settings.ts';
import type { TlsSettings } from '../../src/postgres/tls.ts';
import { ScratchServer } from '../postgres/scratch-server.ts';
import { manInTheMiddle } from './man-in-the-middle.ts';
import { each, outcomes } from '../postgres/outcome.ts';
import { certificate, startWith } from './tls-server.ts';

const HBA = [
  'hostssl all certified all cert',
  'host all secretive all scram-sha-256',
  'host all all all trust',
];
const rootCert = certificate('ca.crt');

let server: ScratchServer;
let home: string;

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'keelson-home-'));
  jest.spyOn(os, 'homedir').mockReturnValue(home);
  server = await ScratchServer.make();
  await startWith(server, 'right', { hba: HBA });
  const client = await connect(server.connection());
  await client.query(`create role certified login; create role secretive login password 'hunter2'`);
  await client.end();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(home, { recursive: true });
});

function settings(tls: Partial<TlsSettings>, more: Partial<ConnectionSettings> = {}): ConnectionSettings {
  return server.connection({
    host: 'localhost',
    tls: { mode: 'verify-full', negotiation: 'postgres', rootCert, ...tls },
    ...more,
  });
}

describe('the name in the certificate', () => {
  it.each([
    ['right', 'localhost', 'encrypted'],
    ['right', '127.0.0.1', 'encrypted'],
    ['name-only', 'localhost', 'encrypted'],
    // Node's own default would verify an address as localhost.
    ['name-only', '127.0.0.1', 'tls/wrong-name'],
  ] as const)('%s, connecting to %s: %s', async (name, host, expected) => {
    await startWith(server, name);
    expect(await outcomes(settings({}, { host }))).toEqual(each(expected));
  });
});

describe('client certificates', () => {
  beforeAll(async () => {
    await startWith(server, 'right', { hba: HBA });
  });
  const certified = { user: 'certified' };
  const cert = certificate('client.crt');

  it.each([
    ['none', {}, 'connection/not-allowed'],
    ['with its key', { cert, key: certificate('client.key') }, 'encrypted'],
    [
      'with a key behind a pass phrase',
      { cert, key: certificate('client-encrypted.key'), keyPassword: 'open & shut' },
      'encrypted',
    ],
    [
      'with a key behind another pass phrase',
      { cert, key: certificate('client-encrypted.key'), keyPassword: 'open' },
      'tls/unusable-client-certificate',
    ],
    [
      'of an authority that the server does not know',
      { cert: certificate('stranger.crt'), key: certificate('stranger.key') },
      'tls/refused',
    ],
  ])('%s', async (_what, tls, expected) => {
    expect(await outcomes(settings(tls, certified))).toEqual(each(expected));
  });

  it('tell who it is only where the server asks', async () => {
    expect(await outcomes(settings({ cert, key: certificate('client.key') }))).toEqual(each('encrypted'));
  });
});

describe('lists of revoked certificates', () => {
  beforeAll(async () => {
    await startWith(server, 'revoked');
  });

  it.each([
    ['none is given', undefined, 'encrypted'],
    ['the list of the authority', 'ca.crl', 'tls/not-valid'],
    ['the list of another authority', 'other-ca.crl', 'tls/unusable-crl'],
  ])('%s', async (_what, list, expected) => {
    const crl = list === undefined ? undefined : certificate(list);
    expect(await outcomes(settings({ crl }))).toEqual(each(expected));
    expect(await outcomes(settings({ crl, mode: 'require' }))).toEqual(each(expected));
  });
});

describe('versions of TLS', () => {
  const old = { settings: { ssl_max_protocol_version: 'TLSv1.2' } };

  it('go down to 1.2 without a word, as in libpq', async () => {
    await startWith(server, 'right', old);
    expect(await outcomes(settings({}))).toEqual(each('encrypted'));
  });

  it('go no further than ssl_min_protocol_version, and never to plain text', async () => {
    const tls = { minVersion: 'TLSv1.3' } as const;
    expect(await outcomes(settings(tls))).toEqual(each('tls/no-common-version'));
    expect(await outcomes(settings({ ...tls, mode: 'prefer' }))).toEqual(each('tls/no-common-version'));
  });

  it('go no higher than ssl_max_protocol_version', async () => {
    await startWith(server, 'right', { settings: { ssl_min_protocol_version: 'TLSv1.3' } });
    expect(await outcomes(settings({ maxVersion: 'TLSv1.2' }))).toEqual(each('tls/no-common-version'));
    expect(await outcomes(settings({ maxVersion: 'TLSv1.3' }))).toEqual(each('encrypted'));
  });
});

describe('sslnegotiation=direct', () => {
  const tls = { negotiation: 'direct' } as const;

  it('is encrypted from the first byte, and verified', async () => {
    await startWith(server, 'right');
    expect(await outcomes(settings(tls))).toEqual(each('encrypted'));
    await startWith(server, 'wrong-name');
    expect(await outcomes(settings(tls))).toEqual(each('tls/wrong-name'));
  });

  it('has no way back to plain text', async () => {
    await startWith(server, undefined);
    expect(await outcomes(settings(tls))).toEqual(each('connection/closed'));
  });
});

describe('a server that lets nobody in without TLS', () => {
  it('says so to sslmode=disable', async () => {
    await startWith(server, 'right', { hba: ['hostssl all all all trust'] });
    expect(await outcomes(settings({ mode: 'prefer' }))).toEqual(each('encrypted'));
    const refused = await connect(settings({ mode: 'disable' })).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'connection/not-allowed',
      what: expect.stringMatching(/no encryption/) as unknown,
    });
  });
});

describe('sslmode=prefer', () => {
  it('asks again when what it knows has become wrong', async () => {
    await startWith(server, 'right');
    const pool = new LazyPool({ settings: settings({ mode: 'prefer' }) });
    const isEncrypted = async (): Promise<unknown> =>
      (await pool.query<{ ssl: boolean }>('select ssl from pg_stat_ssl where pid = pg_backend_pid()')).rows[0]
        ?.ssl;
    expect(await isEncrypted()).toBe(true);
    await startWith(server, undefined);
    await expect(isEncrypted()).rejects.toMatchObject({ code: 'tls/not-offered' });
    expect(await isEncrypted()).toBe(false);
    await pool.end();
  });
});

describe('a man in the middle', () => {
  beforeAll(async () => {
    await startWith(server, 'right', { hba: HBA });
  });
  const secretive = { user: 'secretive', password: 'hunter2' };

  it('is found out by the certificate where one is asked for', async () => {
    await using middle = await manInTheMiddle(server.connection().port);
    const { port } = middle;
    expect(await outcomes(settings({}, { ...secretive, port }))).toEqual(each('tls/not-verified'));
  });

  it('is found out by the bound channel where none is, when a password is proven', async () => {
    await using middle = await manInTheMiddle(server.connection().port);
    const { port } = middle;
    const unverified = { mode: 'require', rootCert: undefined } as const;
    expect(await outcomes(settings(unverified, secretive))).toEqual(each('encrypted'));
    expect(await outcomes(settings(unverified, { ...secretive, port }))).toEqual(each('connection/impostor'));
    const unbound = { ...unverified, channelBinding: 'disable' } as const;
    expect(await outcomes(settings(unbound, { ...secretive, port }))).toEqual(each('encrypted'));
  });
});

describe('sslrootcert=system', () => {
  it('trusts those whom Node trusts', async () => {
    await startWith(server, 'right');
    const { port, user, database } = server.connection();
    const env = {
      HOME: home,
      DATABASE_URL: `postgres://${user}@localhost:${port}/${database}?sslrootcert=system`,
    };
    const program = `
      const { connect } = require(${JSON.stringify(path.join(__dirname, '../../src/postgres/client.ts'))});
      const { readEnv, requireDatabase } = require(${JSON.stringify(path.join(__dirname, '../../src/env.ts'))});
      connect(requireDatabase(readEnv(process.env)))
        .then(async (client) => (await client.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()')).rows[0].ssl)
        .then(console.log, (error) => console.log(error.code))
        .then(() => process.exit());`;
    const run = async (more: Record<string, string>): Promise<string> => {
      const args = ['--require', require.resolve('tsx/cjs'), '--eval', program];
      const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...env, ...more } });
      return stdout.trim();
    };
    expect(await run({})).toBe('tls/not-verified');
    expect(await run({ NODE_EXTRA_CA_CERTS: rootCert })).toBe('true');
    // What turns verification off for the rest of Node does not do so here.
    expect(await run({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toBe('tls/not-verified');
  });
});
