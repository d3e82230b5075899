import os, { tmpdir } from 'node:os';
import { libpqVariables } from './libpq-variables.ts';
import { connectionSettings } from './settings.ts';
import type { TlsSettings } from './tls.ts';

const variables = (tls: Partial<TlsSettings> = {}) =>
  libpqVariables(
    connectionSettings({
      host: 'db',
      database: 'shop',
      user: 'app',
      password: 'hunter2',
      tls: { mode: 'prefer', negotiation: 'postgres', ...tls },
    }),
  );

beforeEach(() => {
  jest.spyOn(os, 'homedir').mockReturnValue(tmpdir());
});
afterEach(() => {
  jest.restoreAllMocks();
});

it('says all of the settings', () => {
  expect(
    variables({
      mode: 'verify-full',
      negotiation: 'direct',
      rootCert: '/ca.crt',
      crl: '/l.crl',
      cert: '/c.crt',
      key: '/c.key',
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.3',
      channelBinding: 'disable',
    }),
  ).toEqual({
    PGHOST: 'db',
    PGPORT: '5432',
    PGDATABASE: 'shop',
    PGUSER: 'app',
    PGPASSWORD: 'hunter2',
    PGAPPNAME: 'keelson',
    PGCONNECT_TIMEOUT: '10',
    PGSSLMODE: 'verify-full',
    PGSSLNEGOTIATION: 'direct',
    PGSSLROOTCERT: '/ca.crt',
    PGSSLCRL: '/l.crl',
    PGSSLCERT: '/c.crt',
    PGSSLKEY: '/c.key',
    PGSSLMINPROTOCOLVERSION: 'TLSv1.2',
    PGSSLMAXPROTOCOLVERSION: 'TLSv1.3',
    PGCHANNELBINDING: 'disable',
  });
});

it('takes away what the environment could add', () => {
  for (const name of [
    'PGSERVICE',
    'PGHOSTADDR',
    'PGREQUIREAUTH',
    'PGOPTIONS',
    'PGSSLROOTCERT',
    'PGSSLCERT',
  ]) {
    expect(variables()).toHaveProperty(name, undefined);
  }
});

it.each([
  ['disable', undefined, undefined],
  // libpq would verify with it, and go on in plain text when that fails.
  ['prefer', '/ca.crt', undefined],
  ['require', undefined, undefined],
  ['require', '/ca.crt', '/ca.crt'],
  ['verify-ca', '/ca.crt', '/ca.crt'],
  // What we trust by default, libpq trusts only by name.
  ['verify-full', undefined, 'system'],
  ['verify-full', 'system', 'system'],
] as const)('sslmode=%s with the root certificate %s: PGSSLROOTCERT=%s', (mode, rootCert, expected) => {
  expect(variables({ mode, rootCert }).PGSSLROOTCERT).toBe(expected);
});
