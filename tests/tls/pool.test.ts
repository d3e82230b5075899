import { closeDb, createDb, sql } from '../../src/index.ts';
import type { Db } from '../../src/index.ts';
import { settingsFromUrl } from '../../src/env.ts';
import { freePort } from '../postgres/free-port.ts';
import { ScratchServer } from '../postgres/scratch-server.ts';
import { answer, until } from '../postgres/standbys.ts';
import { certificate, startWith } from './tls-server.ts';

/* What a pool does over TLS besides asking: it chooses among hosts, and cancels what runs when it is closed. */

let server: ScratchServer;
let db: Db;

beforeAll(async () => {
  server = await ScratchServer.make();
  await startWith(server, 'right');
});
afterEach(async () => {
  await closeDb(db);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

function open(hosts: readonly string[], more = ''): void {
  const { user, database } = server.connection();
  const where = `postgres://${user}@${hosts.join(',')}/${database}?sslmode=verify-full&sslrootcert=${certificate('ca.crt')}`;
  db = createDb({ settings: settingsFromUrl(`${where}${more}`), max: 2 });
}

const here = (host = 'localhost'): string => `${host}:${server.connection().port}`;

async function isEncrypted(): Promise<unknown> {
  const { rows } = await db.execute<{ ssl: boolean }>(
    sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`,
  );
  return rows[0]?.ssl;
}

test('of several hosts the one that is there is verified by its own name', async () => {
  open([`127.0.0.1:${await freePort()}`, here()], '&target_session_attrs=read-write');
  expect(await isEncrypted()).toBe(true);
});

test('a host whose certificate has another name is passed over', async () => {
  await startWith(server, 'name-only');
  try {
    // The certificate is that of localhost alone.
    open([here('127.0.0.1'), here()]);
    expect(await isEncrypted()).toBe(true);
    await closeDb(db);
    open([here('127.0.0.1')]);
    await expect(isEncrypted()).rejects.toMatchObject({ cause: { code: 'tls/wrong-name' } });
  } finally {
    await startWith(server, 'right');
  }
});

test.each([
  ['after a word in plain text', ''],
  ['from the first byte', '&sslnegotiation=direct'],
])('what runs is cancelled when the pool is closed: TLS %s', async (_, more) => {
  open([here()], more);
  const asked = db.execute(sql`select pg_sleep(60)`).catch((error: unknown) => error);
  const running = async (): Promise<unknown> =>
    await answer(
      server.connection(),
      `select count(*)::int from pg_stat_activity where wait_event = 'PgSleep'`,
    );
  await until(async () => (await running()) === 1);
  expect(await closeDb(db, { timeout: 100 })).toEqual({ cancelled: 1, unserved: 0 });
  expect(await asked).toMatchObject({ cause: { code: '57014' } });
  expect(await running()).toBe(0);
});
