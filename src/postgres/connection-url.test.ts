import { settingsFromUrl } from '../env.ts';
import { connectionSettings } from './settings.ts';
import type { ConnectionSettings } from './settings.ts';
import { connectionUrl } from './connection-url.ts';

const settings = connectionSettings({
  host: 'db.example',
  database: 'shop',
  user: 'app',
  password: 'secret',
});
const changed = (given: Partial<ConnectionSettings>): ConnectionSettings =>
  connectionSettings({ ...settings, password: settings.password, ...given });

test('a URL for a person to read', () => {
  expect(connectionUrl(settings)).toBe('postgres://app:secret@db.example:5432/shop');
});

test.each<[string, ConnectionSettings]>([
  ['plain', settings],
  ['without TLS', changed({ tls: { mode: 'disable', negotiation: 'postgres' } })],
  [
    'with all of TLS',
    changed({
      tls: {
        mode: 'verify-full',
        negotiation: 'direct',
        rootCert: '/etc/ssl/ca & co.crt',
        crl: '/l.crl',
        cert: '/c.crt',
        key: '/c.key',
        keyPassword: 'open & shut',
        minVersion: 'TLSv1.2',
        maxVersion: 'TLSv1.3',
        channelBinding: 'disable',
      },
    }),
  ],
  ['special characters', changed({ user: 'a@b', password: 'p:/?#[]@ %', database: 'ünï/cöde?' })],
  ['no password', changed({ password: undefined })],
  ['an IPv6 address', changed({ host: '::1', port: 5433 })],
  ['a Unix socket', changed({ host: '/var/run/postgresql', port: 5433 })],
  ['no names of statements', changed({ preparedStatements: false })],
  [
    'several hosts',
    changed({
      host: 'a',
      port: 1,
      targetSession: 'read-write',
      balanceHosts: true,
      hosts: [
        { host: 'a', port: 1 },
        { host: '::1', port: 2 },
      ],
    }),
  ],
  ['options', changed({ options: '-c search_path=auth', applicationName: 'shop tests' })],
])('is read again as what it was made of: %s', (_, given) => {
  const read = settingsFromUrl(connectionUrl(given));
  expect(read).toEqual(given);
  // They do not show.
  expect([read.password, read.tls.keyPassword]).toEqual([given.password, given.tls.keyPassword]);
});
