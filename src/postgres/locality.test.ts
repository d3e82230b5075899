import { isLocal } from './locality.ts';

it.each([
  'localhost',
  'LOCALHOST',
  'Localhost',
  '127.0.0.1',
  '127.0.0.2',
  '127.255.255.254',
  '::1',
  '0:0:0:0:0:0:0:1',
  '::ffff:127.0.0.1',
  '::FFFF:7f00:1',
  '/var/run/postgresql',
])('%s is here', (host) => {
  expect(isLocal({ host })).toBe(true);
});

it.each([
  'localhost.example.com',
  'notlocalhost',
  'localhost.',
  'my-localhost',
  '127.0.0.1.example.com',
  '127.1',
  '128.0.0.1',
  '10.0.0.1',
  '192.168.0.1',
  // Where these lead depends on the system.
  '0.0.0.0',
  '::',
  '::ffff:10.0.0.1',
  '::127.0.0.1',
  '2001:db8::1',
  'fe80::1%lo',
  '[::1]',
  'db',
  '',
])('%j is not, as far as one can be sure', (host) => {
  expect(isLocal({ host })).toBe(false);
});
