import { tmpdir } from 'node:os';
import { inspect } from 'node:util';
import knex from 'knex';
import pg from 'pg';
import { readEnv } from '../env.ts';
import { connect } from './client.ts';
import { pgConfigWith } from './pg-config.ts';
import { LazyPool } from './pool.ts';
import { describeConnection, withSettings } from './settings.ts';
import type { ConnectionSettings } from './settings.ts';

const SPECIAL = [
  ...Array.from('@:/?#%&=+,;[]{}<>|\\^~`!$*()\'" \t'),
  'é',
  '日',
  '🔑',
  '%41',
  '%zz',
  '\n',
  '%0A',
];
/** A password around each special character, in pieces that would be recognised. */
const PIECES = ['Tr0ub', '4dorX', 'Zq9xw'];
const SECRETS = SPECIAL.map((special) => PIECES.join(special));

/** Every place of a URL where a password is, or gets to by a slip. */
const PLACES: readonly ((secret: string) => string)[] = [
  (secret) => `postgres://app:${secret}@db.example.com:5432/shop`,
  (secret) => `postgres://app:${secret}@db.example.com/shop?sslmode=require&application_name=shop`,
  (secret) => `postgres://:${secret}@db.example.com`,
  (secret) => `postgres://app:${secret}@[::1]:5432/shop`,
  (secret) => `postgres://app:${secret}@/shop?host=/var/run/postgresql`,
  (secret) => `postgres://app:${secret}@%2Fvar%2Frun/shop`,
  (secret) => `postgres://db.example.com/shop?user=app&password=${secret}`,
  (secret) => `postgres://db.example.com/shop?password=${secret}&sslmode=require`,
  (secret) => `postgres://db.example.com/shop?sslcert=/c&sslkey=/k&sslpassword=${secret}&sslmode=require`,
  // No scheme, another one, quotation marks, a line break.
  (secret) => `app:${secret}@db.example.com/shop`,
  (secret) => `mysql://app:${secret}@db.example.com/shop`,
  (secret) => `postgres:/app:${secret}@db.example.com/shop`,
  (secret) => `"postgres://app:${secret}@db.example.com/shop"`,
  (secret) => `postgres://app:${secret}@db.example.com/shop\nmore`,
  // No host, so that the password stands where a port does.
  (secret) => `postgres://app:${secret}`,
  (secret) => `postgres://app:${secret}/shop`,
  (secret) => `postgres://app:${secret}?sslmode=require`,
  // Another mistake beside it.
  (secret) => `postgres://app:${secret}@db.example.com:port/shop?sslmode=on&schema=app&what=ever`,
  (secret) => `postgres://app:${secret}@one,two/shop`,
  (secret) => `postgres://app:${secret}@::1/shop`,
  (secret) => `postgres://app:${secret}@db.example.com/100%`,
  // In the place of something else.
  ...['sslmode', 'ssl', 'connect_timeout', 'port', 'channel_binding', 'schema', 'pgbouncer', 'what'].map(
    (name) => (secret: string) => `postgres://db.example.com/shop?${name}=${secret}`,
  ),
  (secret) => `postgres://db.example.com/shop?${secret}=1`,
  (secret) => `postgres://db.example.com/shop?${secret}`,
  // Encoded along with what is around it.
  (secret) => `postgres://${encodeURIComponent(`app:${secret}`)}@db.example.com/shop`,
  (secret) => `postgres://${encodeURIComponent(`app:${secret}@db.example.com`)}/shop`,
  (secret) => encodeURIComponent(`postgres://app:${secret}@db.example.com/shop`),
];

/** Passwords that begin like a port, so that what is behind it would pass for a database or a parameter. */
const LIKE_PORTS = ['/', '?', '/?', '?sslmode=', '/x?host=', '?password='].map(
  (special) => `4321${special}${PIECES.join(special)}`,
);

const CASES = [
  ...PLACES.flatMap((place) =>
    SECRETS.flatMap((secret) => [place(secret), place(encodeURIComponent(secret))]),
  ),
  ...PLACES.slice(0, 6).flatMap((place) => LIKE_PORTS.map(place)),
];

const shown = (value: unknown): string =>
  inspect(value, { depth: Infinity, maxStringLength: null, maxArrayLength: null }) +
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part));

function everythingOf(error: unknown): string {
  const { message, stack, cause } = error as Error;
  return [
    message,
    stack,
    String(error),
    shown(error),
    shown(cause),
    shown(Object.entries(error as Error)),
  ].join('\n');
}

function expectNothingIn(text: string, url: string): void {
  // The message of a failure must not repeat the URL either, so it is not left to expect().
  const found = PIECES.filter((piece) => text.includes(piece) || text.includes(encodeURIComponent(piece)));
  if (found.length > 0)
    throw new Error(`${found.join(', ')} of ${JSON.stringify(url)} is in: ${text.slice(0, 500)}`);
}

const read = (source: Record<string, string>) => readEnv(source, tmpdir());

it.each(['DATABASE_URL', 'TEST_DATABASE_URL', 'DATABASE_REPLICA_URLS'])(
  'no mistake in %s, and nothing made of it, shows a piece of a password',
  (name) => {
    let accepted = 0;
    for (const url of CASES) {
      let text: string;
      try {
        const env = read({ [name]: url });
        const settings = env.database ?? env.testDatabase ?? env.replicas[0];
        if (settings === undefined) throw new Error(`nothing was read from ${url}`);
        accepted++;
        text = shown(env) + shown(settings) + describeConnection(settings) + shown({ ...settings });
      } catch (error) {
        text = everythingOf(error);
      }
      expectNothingIn(text, url);
    }
    expect(accepted).toBeGreaterThan(SECRETS.length * 9);
  },
);

it('a password comes through whole when it is percent-encoded', () => {
  for (const place of PLACES.slice(0, 6)) {
    for (const secret of SECRETS) {
      const url = place(encodeURIComponent(secret));
      expect(read({ DATABASE_URL: url }).database?.password).toBe(secret);
    }
  }
});

it('PGPASSWORD comes through whole, and does not show', () => {
  for (const secret of SECRETS) {
    const { database } = read({ PGHOST: 'db', PGPASSWORD: secret });
    expect(database?.password).toBe(secret);
    expectNothingIn(shown(database), secret);
  }
});

describe('what is made of the settings', () => {
  const secret = PIECES.join('-');
  const settings = (url: string): ConnectionSettings => {
    const { database } = read({ DATABASE_URL: url });
    if (database === undefined) throw new Error('no database');
    return database;
  };
  const nobodyThere = settings(`postgres://app:${secret}@127.0.0.1:1/shop?sslmode=disable`);

  it('shows no password: configuration, client, pool', async () => {
    const config = pgConfigWith(nobodyThere, false);
    const client = new pg.Client(config);
    expect((client as unknown as { password: string }).password).toBe(secret);
    const pool = new LazyPool({ settings: nobodyThere });
    const error: unknown = await pool.query('select 1').catch((error: unknown) => error);
    expect((pool.options as { password?: string }).password).toBe(secret);
    for (const one of [config, client, pool, pool.options, withSettings(nobodyThere, {})])
      expectNothingIn(shown({ one }), 'it');
    expectNothingIn(everythingOf(error), 'the error');
    await pool.end();
  });

  it('shows no password in the errors of connect() and of Knex', async () => {
    expectNothingIn(everythingOf(await connect(nobodyThere).catch((error: unknown) => error)), 'the error');
    const logged: unknown[] = [];
    const instance = knex({
      client: 'pg',
      connection: () => pgConfigWith(nobodyThere, false) as knex.Knex.PgConnectionConfig,
      log: { warn: (message: unknown) => logged.push(message) },
    });
    const error: unknown = await instance.raw('select 1').catch((error: unknown) => error);
    expectNothingIn(everythingOf(error) + shown(logged), 'the error');
    expectNothingIn(inspect(instance.client, { depth: Infinity }), 'the client');
    await instance.destroy();
  });
});
