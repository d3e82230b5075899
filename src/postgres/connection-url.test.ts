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
        cert: '/c.crt',
        key: '/c.key',
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
  ['options', changed({ options: '-c search_path=auth', applicationName: 'shop tests' })],
])('is read again as what it was made of: %s', (_, given) => {
  const read = settingsFromUrl(connectionUrl(given));
  const { host, port, database, user, applicationName, options, password } = read;
  expect({ host, port, database, user, applicationName, options, password }).toEqual({
    host: given.host,
    port: given.port,
    database: given.database,
    user: given.user,
    applicationName: given.applicationName,
    options: given.options,
    password: given.password,
  });
  expect(read.tls).toEqual(given.tls);
});
