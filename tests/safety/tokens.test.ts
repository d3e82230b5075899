import {
  closeDb,
  consumeVerificationToken,
  createDb,
  eq,
  first,
  hashToken,
  newToken,
  sessionByToken,
  sessions,
  users,
  verificationTokens,
  withHashedSessionTokens,
} from '../../src/index.ts';
import type { Db, NewSession, Session, User } from '../../src/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';

const LATER = new Date('2099-01-01T00:00:00Z');

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb({ settings: database.settings });
  await db.insert(users).values({ id: 'ada', email: 'ada@example.test' });
}, 120_000);

afterAll(async () => {
  await closeDb(db);
  await database.drop();
});

async function stored(): Promise<readonly string[]> {
  const rows = await db.select({ token: sessions.sessionToken }).from(sessions);
  return rows.map(({ token }) => token);
}

beforeEach(async () => {
  await db.delete(sessions);
});

test('a token has 256 bits, none is made twice, and it stands in a cookie as it is', () => {
  const made = Array.from({ length: 1000 }, newToken);
  expect(new Set(made).size).toBe(1000);
  expect(made.every((token) => /^[\w-]{43}$/.test(token))).toBe(true);
  expect(Buffer.from(made[0] ?? '', 'base64url')).toHaveLength(32);
});

test('the hash is SHA-256, as other programs make it', () => {
  expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(hashToken('ä')).toBe('33e6d73fee82904c8d7afb78de1154d1e8dc2a0edb08120e63df5b9385c2d9cc');
});

test('the hot queries find what is stored hashed, and only by the token', async () => {
  const [token, link] = [newToken(), newToken()];
  await db.insert(sessions).values({ sessionToken: hashToken(token), userId: 'ada', expires: LATER });
  await db.insert(verificationTokens).values({ identifier: 'ada', token: hashToken(link), expires: LATER });
  expect(await stored()).toEqual([hashToken(token)]);
  expect(await sessionByToken.first({ token: hashToken(token) }, db)).toMatchObject({ user: { id: 'ada' } });
  // What stands in the table is no key.
  const [leaked = ''] = await stored();
  expect(await sessionByToken.first({ token: hashToken(leaked) }, db)).toBeUndefined();
  const use = { identifier: 'ada', token: hashToken(link) };
  expect(await consumeVerificationToken(use, db)).toHaveLength(1);
  expect(await consumeVerificationToken(use, db)).toEqual([]);
});

interface AdapterSession {
  readonly sessionToken: string;
  readonly userId: string;
  readonly expires: Date;
}

/** An adapter as Auth.js asks for one, on our tables; with a method that has nothing to do with sessions. */
class Adapter {
  readonly #db: Db;
  readonly name = 'ours';

  constructor(on: Db) {
    this.#db = on;
  }

  async createSession(session: AdapterSession): Promise<Session | undefined> {
    return await first(this.#db.insert(sessions).values(session).returning());
  }

  async getSessionAndUser(token: string): Promise<{ session: Session; user: User } | null> {
    return (await sessionByToken.first({ token }, this.#db)) ?? null;
  }

  async updateSession(
    session: Partial<NewSession> & Pick<AdapterSession, 'sessionToken'>,
  ): Promise<Session | null> {
    const { sessionToken, ...change } = session;
    const updated = this.#db.update(sessions).set(change).where(eq(sessions.sessionToken, sessionToken));
    return (await first(updated.returning())) ?? null;
  }

  async deleteSession(token: string): Promise<void> {
    await this.#db.delete(sessions).where(eq(sessions.sessionToken, token));
  }

  async getUser(id: string): Promise<User | null> {
    return (await first(this.#db.select().from(users).where(eq(users.id, id)))) ?? null;
  }
}

describe.each([
  ['of a class', () => new Adapter(db)],
  [
    'of plain functions',
    () => {
      const one = new Adapter(db);
      return {
        name: one.name,
        createSession: one.createSession.bind(one),
        getSessionAndUser: one.getSessionAndUser.bind(one),
        updateSession: one.updateSession.bind(one),
        deleteSession: one.deleteSession.bind(one),
        getUser: one.getUser.bind(one),
      };
    },
  ],
])('an Auth.js adapter %s', (_, make) => {
  test('is given hashes and gives back tokens, through the life of a session', async () => {
    const adapter = withHashedSessionTokens(make());
    const token = newToken();
    const session = { sessionToken: token, userId: 'ada', expires: new Date('2098-01-01T00:00:00Z') };
    expect(await adapter.createSession(session)).toMatchObject({ sessionToken: token, userId: 'ada' });
    expect(await stored()).toEqual([hashToken(token)]);
    expect(await adapter.getSessionAndUser(token)).toMatchObject({
      session: { sessionToken: token, expires: session.expires },
      user: { id: 'ada' },
    });
    expect(await adapter.updateSession({ sessionToken: token, expires: LATER })).toMatchObject({
      sessionToken: token,
      expires: LATER,
    });
    expect(await stored()).toEqual([hashToken(token)]);
    expect(await adapter.getSessionAndUser(hashToken(token))).toBeNull();
    await adapter.deleteSession(hashToken(token));
    expect(await stored()).toHaveLength(1);
    await adapter.deleteSession(token);
    expect(await stored()).toEqual([]);
    expect(await adapter.getSessionAndUser(token)).toBeNull();
    expect(await adapter.updateSession({ sessionToken: token, expires: LATER })).toBeNull();
  });

  test('keeps all else', async () => {
    const adapter = withHashedSessionTokens(make());
    expect(adapter.name).toBe('ours');
    expect(await adapter.getUser('ada')).toMatchObject({ id: 'ada' });
  });
});

test('an adapter without sessions stays one', () => {
  const adapter: { readonly getUser: () => null; readonly deleteSession?: never } = { getUser: () => null };
  expect(Object.keys(withHashedSessionTokens(adapter))).toEqual(['getUser']);
});
