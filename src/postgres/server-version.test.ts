import type { Client } from 'pg';
import { requireServerVersion } from './server-version.ts';

/** A client of a server that says this of itself. */
const serverOf = (number: string, text: string): Pick<Client, 'query'> => ({
  query: (() => Promise.resolve({ rows: [{ number, text }] })) as unknown as Client['query'],
});

it.each([
  ['150000', '15.0', 15],
  ['160010', '16.10 (Debian 16.10-1)', 16],
  ['180004', '18.4', 18],
  ['190000', '19beta1', 19],
])('%s is new enough', async (number, text, major) => {
  expect(await requireServerVersion(serverOf(number, text))).toBe(major);
});

it.each([
  ['90624', '9.6.24'],
  ['130023', '13.23'],
  ['149999', '14.99'],
])('%s is too old', async (number, text) => {
  await expect(requireServerVersion(serverOf(number, text))).rejects.toMatchObject({
    code: 'connection/too-old',
    what: `the server is PostgreSQL ${text}; Keelson needs 15 or later`,
  });
});
