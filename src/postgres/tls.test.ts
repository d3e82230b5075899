import { mkdirSync, mkdtempSync, copyFileSync, rmSync, writeFileSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { Problem } from '../problem.ts';
import { describeTls, tlsOptions } from './tls.ts';
import type { TlsMode, TlsSettings } from './tls.ts';

const CERTIFICATES = path.join(__dirname, '..', '..', 'tests', 'tls', 'certificates');
const file = (name: string): string => path.join(CERTIFICATES, name);
const ca = file('ca.crt');

/** A home with files as libpq looks for them; empty at first. */
let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'keelson-home-'));
  jest.spyOn(os, 'homedir').mockReturnValue(home);
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(home, { recursive: true });
});
function putInHome(name: string, from: string): void {
  mkdirSync(path.join(home, '.postgresql'), { recursive: true });
  copyFileSync(file(from), path.join(home, '.postgresql', name));
}

function options(mode: TlsMode, more: Partial<TlsSettings> = {}, host = 'localhost') {
  const made = tlsOptions({ mode, negotiation: 'postgres', ...more }, host);
  return made === false ? 'plain' : made;
}
const verifies = (mode: TlsMode, more: Partial<TlsSettings> = {}): unknown => {
  const made = options(mode, more);
  return made === 'plain' ? made : made.rejectUnauthorized;
};
function problem(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

describe('whether the chain is verified', () => {
  it.each([
    ['disable', undefined, 'plain'],
    ['disable', ca, 'plain'],
    ['prefer', undefined, false],
    ['prefer', ca, false],
    ['require', undefined, false],
    ['require', ca, true],
    ['verify-ca', ca, true],
    ['verify-full', undefined, true],
    ['verify-full', ca, true],
    ['verify-full', 'system', true],
  ] as const)('sslmode=%s sslrootcert=%s: %s', (mode, rootCert, expected) => {
    expect(verifies(mode, { rootCert })).toBe(expected);
  });

  it('is decided by ~/.postgresql/root.crt too, as in libpq', () => {
    putInHome('root.crt', 'ca.crt');
    expect(verifies('prefer')).toBe(false);
    expect(verifies('require')).toBe(true);
    expect(verifies('verify-ca')).toBe(true);
  });

  it('is refused for verify-ca without a root certificate', () => {
    const { code, message } = problem(() => options('verify-ca'));
    expect(code).toBe('tls/no-root-certificate');
    expect(message.split('\n')).toHaveLength(4);
  });

  it('is never asked on a Unix socket, where libpq has no TLS', () => {
    expect(options('verify-full', {}, '/run/postgresql')).toBe('plain');
  });
});

describe('what the certificate must name', () => {
  const check = (mode: TlsMode, host: string, names: string): unknown => {
    const made = options(mode, { rootCert: ca }, host);
    if (made === 'plain') return made;
    // pg may call it with another name, or with localhost.
    return made.checkServerIdentity?.('localhost', { subjectaltname: names, subject: { CN: 'x' } } as never);
  };

  it.each([
    ['db.example.com', 'DNS:db.example.com', true],
    ['db.example.com', 'DNS:*.example.com', true],
    ['db.example.com', 'DNS:localhost', false],
    ['127.0.0.1', 'IP Address:127.0.0.1', true],
    ['127.0.0.1', 'DNS:localhost', false],
    ['127.0.0.1', 'DNS:127.0.0.1', false],
    ['localhost', 'IP Address:127.0.0.1', false],
    ['::1', 'IP Address:0:0:0:0:0:0:0:1', true],
  ])('verify-full: %s by a certificate for %s: %s', (host, names, fits) => {
    expect(check('verify-full', host, names) === undefined).toBe(fits);
  });

  it.each(['prefer', 'require', 'verify-ca'] as const)('%s does without', (mode) => {
    expect(check(mode, 'db.example.com', 'DNS:other')).toBeUndefined();
  });
});

describe('contradictions', () => {
  it.each([
    { mode: 'require', rootCert: 'system' },
    { mode: 'verify-ca', rootCert: 'system' },
    { mode: 'prefer', negotiation: 'direct' },
    { mode: 'require', minVersion: 'TLSv1.3', maxVersion: 'TLSv1.2' },
  ] as const)('%j is refused in settings that were made by hand, too', ({ mode, ...more }) => {
    expect(problem(() => options(mode, more)).code).toBe('tls/contradiction');
  });
});

describe('files', () => {
  it.each(['rootCert', 'crl', 'cert'] as const)('a %s that cannot be read stops the attempt', (name) => {
    const more = { rootCert: ca, key: file('client.key'), [name]: '/nowhere/file.pem' };
    const { code, what } = problem(() => options('verify-full', more));
    expect(code).toBe('tls/unreadable-file');
    expect(what).toMatch(/^ssl(?:rootcert|crl|cert): \/nowhere\/file.pem cannot be read \(ENOENT\)$/);
  });

  it('a root file without a certificate in it does so too, where Node would trust nobody and say something else', () => {
    const empty = path.join(home, 'empty.crt');
    writeFileSync(empty, 'nothing\n');
    expect(problem(() => options('verify-full', { rootCert: empty })).what).toBe(
      `sslrootcert: ${empty} holds no CERTIFICATE`,
    );
  });

  it('a root file with a damaged certificate does so too', () => {
    const damaged = path.join(home, 'damaged.crt');
    writeFileSync(damaged, '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n');
    expect(problem(() => options('verify-full', { rootCert: damaged })).code).toBe('tls/unreadable-file');
  });

  it('a missing root file is of no interest to modes that look at none', () => {
    expect(verifies('prefer', { rootCert: '/nowhere/ca.crt' })).toBe(false);
  });

  it('a client certificate needs its key', () => {
    const { code, what } = problem(() => options('require', { cert: file('client.crt') }));
    expect(code).toBe('tls/unusable-client-certificate');
    expect(what).toContain('has no private key with it');
  });

  it.each([
    [{ key: file('right.key') }, /key values mismatch/],
    [{ key: file('client-encrypted.key') }, /cannot be used/],
    [{ key: file('client-encrypted.key'), keyPassword: 'wrong pass phrase' }, /cannot be used/],
  ])('a key that does not fit is told apart: %j', (more, expected) => {
    const { code, message } = problem(() => options('require', { cert: file('client.crt'), ...more }));
    expect(code).toBe('tls/unusable-client-certificate');
    expect(message).toMatch(expected);
    expect(message).not.toContain('wrong pass phrase');
  });

  it('are taken from ~/.postgresql where nothing is said', () => {
    putInHome('postgresql.crt', 'client.crt');
    expect(problem(() => options('require')).code).toBe('tls/unusable-client-certificate');
    putInHome('postgresql.key', 'client.key');
    expect(verifies('require')).toBe(false);
  });

  it('leave nothing of key and pass phrase in what pg is given', () => {
    const made = options('require', {
      cert: file('client.crt'),
      key: file('client-encrypted.key'),
      keyPassword: 'open & shut',
    });
    const shown = inspect(made, { depth: Infinity }) + JSON.stringify(made);
    expect(shown).not.toMatch(/open & shut|PRIVATE|BEGIN/);
  });
});

it.each([
  ['disable', undefined, 'not encrypted'],
  ['require', undefined, 'encrypted, server not verified'],
  ['verify-ca', ca, 'encrypted, server verified, name not'],
  ['verify-full', ca, 'encrypted, server and name verified'],
] as const)('describeTls says what %s comes to', (mode, rootCert, expected) => {
  expect(describeTls(tlsOptions({ mode, negotiation: 'postgres', rootCert }, 'db'), mode)).toBe(expected);
});
