import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import path from 'node:path';
import { libpqVariables } from '../../src/postgres/libpq-variables.ts';
import { ScratchServer } from '../postgres/scratch-server.ts';
import { readEnv, requireDatabase } from '../../src/env.ts';
import { each, outcomeOfPsql, outcomes } from '../postgres/outcome.ts';
import { certificate, startWith } from './tls-server.ts';

const ROOT = `sslrootcert=${encodeURIComponent(certificate('ca.crt'))}`;
const SERVERS = [undefined, 'self-signed', 'wrong-name', 'right', 'expired'] as const;

const FOREIGN = ['tls/not-verified', 'tls/not-verified', 'tls/not-verified', 'tls/not-valid'];

/** What each URL comes to with each server: without TLS, self-signed, with another name, right, expired. */
const TABLE: readonly (readonly [query: string, ...expected: string[]])[] = [
  ['sslmode=disable', 'plain', 'plain', 'plain', 'plain', 'plain'],
  [`sslmode=disable&${ROOT}`, 'plain', 'plain', 'plain', 'plain', 'plain'],
  ['', 'plain', 'encrypted', 'encrypted', 'encrypted', 'encrypted'],
  ['sslmode=prefer', 'plain', 'encrypted', 'encrypted', 'encrypted', 'encrypted'],
  [`sslmode=prefer&${ROOT}`, 'plain', 'encrypted', 'encrypted', 'encrypted', 'encrypted'],
  ['ssl=true', 'tls/not-offered', 'encrypted', 'encrypted', 'encrypted', 'encrypted'],
  ['sslmode=require', 'tls/not-offered', 'encrypted', 'encrypted', 'encrypted', 'encrypted'],
  [
    `sslmode=require&${ROOT}`,
    'tls/not-offered',
    'tls/not-verified',
    'encrypted',
    'encrypted',
    'tls/not-valid',
  ],
  [
    `sslmode=verify-ca&${ROOT}`,
    'tls/not-offered',
    'tls/not-verified',
    'encrypted',
    'encrypted',
    'tls/not-valid',
  ],
  [
    `sslmode=verify-full&${ROOT}`,
    'tls/not-offered',
    'tls/not-verified',
    'tls/wrong-name',
    'encrypted',
    'tls/not-valid',
  ],
  ['sslmode=verify-ca', ...SERVERS.map(() => 'tls/no-root-certificate')],
  // Against the authorities that Node trusts, ours is not among which.
  ['sslmode=verify-full', 'tls/not-offered', ...FOREIGN],
  ['sslrootcert=system', 'tls/not-offered', ...FOREIGN],
];

/** Where libpq gives way and we do not: it goes on in plain text when the certificate that it need not trust is bad. */
const WEAKER_IN_LIBPQ = new Set([`sslmode=prefer&${ROOT}`]);

const psql = psqlVersion();
let server: ScratchServer;
let home: string;

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'keelson-home-'));
  jest.spyOn(os, 'homedir').mockReturnValue(home);
  server = await ScratchServer.make();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(home, { recursive: true });
});

describe.each(SERVERS.map((name, index) => ({ name, index, kind: name ?? 'no TLS' })))(
  'a server: $kind',
  ({ name, index }) => {
    beforeAll(async () => {
      await startWith(server, name);
    });

    it.each(
      TABLE.map(([query, ...expected]) => ({
        query: short(query),
        url: query,
        expected: expected[index] ?? '',
      })),
    )('?$query: $expected', async ({ url, expected }) => {
      expect(await outcomes(requireDatabase(readEnv({ DATABASE_URL: urlOf(url) })))).toEqual(each(expected));
    });

    // A second opinion: libpq's own, of the same URLs, and of the settings in its variables.
    (psql === 0 ? it.skip : it)(
      `psql ${psql === 0 ? '(it is not installed)' : psql} comes to the same`,
      async () => {
        for (const [query, ...expected] of TABLE) {
          const ours = (expected[index] ?? '').includes('/') ? 'refused' : expected[index];
          // As a file name, which it was before 16, it is refused too.
          const variables = libpqVariables(requireDatabase(readEnv({ DATABASE_URL: urlOf(query) })));
          const byVariables = await outcomeOfPsql([], { HOME: home, ...variables });
          expect([short(query), byVariables]).toEqual([short(query), ours]);
          if (query === 'sslrootcert=system' && psql < 16) continue;
          const byUrl = await outcomeOfPsql([urlOf(query)], { HOME: home });
          if (WEAKER_IN_LIBPQ.has(query) && byUrl === 'plain') continue;
          expect([short(query), byUrl]).toEqual([short(query), ours]);
        }
      },
    );
  },
);

function psqlVersion(): number {
  try {
    return Number(/\d+/.exec(execFileSync('psql', ['--version'], { encoding: 'utf8' }))?.[0] ?? 0);
  } catch {
    return 0;
  }
}

function urlOf(query: string): string {
  const { user, port, database } = server.connection();
  return `postgres://${user}@localhost:${port}/${database}?${query}`;
}

function short(query: string): string {
  return query.replace(/sslrootcert=%2F.*/, 'sslrootcert=ca.crt');
}
