import {
  accountByProvider,
  apiKeys,
  closeDb,
  consumeVerificationToken,
  createDb,
  deleteExpired,
  eq,
  membership,
  sessionByToken,
  sessions,
  sessionsOfUser,
  sql,
  userByEmail,
  users,
  usersPage,
} from '../../src/index.ts';
import { quoteIdentifier } from '../../src/postgres/identifier.ts';
import { withClient } from '../../src/postgres/client.ts';
import { withSettings } from '../../src/postgres/settings.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { loginOn } from './app-login.ts';
import type { Login } from './app-login.ts';
import { ROWS } from './rows-of-auth.ts';

/* A schema in front of all others that has our tables' names, and the functions and operators that our statements use. */

const DECOYS = `
create schema evil;
grant usage on schema evil to public;
create table evil.users (like auth.users including defaults);
create table evil.sessions (like auth.sessions);
create table evil.api_keys (like auth.api_keys);
insert into evil.users (id, email, email_verified) values ('mallory', 'ada@example.test', false);
grant all on all tables in schema evil to public;
create function evil.lower(text) returns text language sql return 'evil';
create function evil.now() returns timestamptz language sql return '-infinity'::timestamptz;
create function evil.clock_timestamp() returns timestamptz language sql return 'epoch'::timestamptz;
create function evil.to_timestamp(double precision) returns timestamptz language sql return 'epoch'::timestamptz;
create function evil.yes(text, text) returns boolean language sql return true;
create function evil.no(timestamptz, timestamptz) returns boolean language sql return false;
create function evil.same(boolean, boolean) returns boolean language sql return true;
create operator evil.= (function = evil.yes, leftarg = text, rightarg = text);
create operator evil.> (function = evil.no, leftarg = timestamptz, rightarg = timestamptz);
create operator evil.<= (function = evil.no, leftarg = timestamptz, rightarg = timestamptz);
create operator evil.= (function = evil.same, leftarg = boolean, rightarg = boolean)`;

let database: TestDatabase;
let login: Login;

beforeAll(async () => {
  database = await createTestDatabase();
  login = await loginOn(database);
  await withClient(database.settings, async (client) => {
    await client.query(DECOYS);
  });
}, 120_000);

afterAll(async () => {
  await login[Symbol.asyncDispose]();
  await database.drop();
});

async function say(statement: string): Promise<void> {
  await withClient(database.settings, async (client) => {
    await client.query(statement);
  });
}

const ON = {
  database: () => `database ${quoteIdentifier(database.name)}`,
  role: () => `role ${quoteIdentifier(login.name)}`,
};

describe.each([
  ['database', 'evil, public', undefined],
  ['role', 'evil, public', undefined],
  ['role', 'evil', undefined],
  // In front of pg_catalog too, which only a connection that says otherwise withstands.
  ['database', 'evil, pg_catalog, public', '-csearch_path=public'],
  ['role', 'evil, pg_catalog, public', '-csearch_path=public'],
] as const)('where the %s says %s and the connection %s', (where, path, options) => {
  beforeAll(async () => {
    await say(`alter ${ON[where]()} set search_path = ${path}`);
  });

  afterAll(async () => {
    await say(`alter ${ON[where]()} reset search_path`);
  });

  test('all is as it would be without', async () => {
    const db = createDb({ settings: withSettings(login.settings, { options }) });
    try {
      const { rows: said } = await db.execute<{ path: string }>(
        sql`select current_setting('search_path') as path`,
      );
      expect(said).toEqual([{ path: options === undefined ? path : 'public' }]);
      for (const { table, row } of ROWS) await db.insert(table).values(row);
      expect(await sessionByToken.first({ token: 'token' }, db)).toMatchObject({ user: { id: 'ada' } });
      expect(await sessionByToken({ token: 'other' }, db)).toEqual([]);
      expect(await sessionsOfUser({ userId: 'ada' }, db)).toHaveLength(1);
      expect(await userByEmail({ email: 'ADA@example.test' }, db)).toMatchObject([{ id: 'ada' }]);
      expect(await accountByProvider({ provider: 'x', providerAccountId: 'y' }, db)).toEqual([]);
      expect(await membership({ organizationId: 'other', userId: 'ada' }, db)).toEqual([]);
      expect((await usersPage({}, db)).rows.map(({ id }) => id)).toEqual(['ada']);
      expect(await consumeVerificationToken({ identifier: 'ada', token: 'other' }, db)).toEqual([]);
      await db.insert(sessions).values({ sessionToken: 'old', userId: 'ada', expires: new Date(0) });
      expect(await deleteExpired({ on: db })).toEqual({
        sessions: 1,
        verificationTokens: 0,
        verifications: 0,
      });
      expect(await db.query.users.findMany({ columns: { id: true } })).toEqual([{ id: 'ada' }]);
      // Triggers and defaults.
      await db.update(users).set({ isEmailVerified: true }).where(eq(users.id, 'ada'));
      const [ada] = await db.select().from(users).where(eq(users.id, 'ada'));
      expect(ada?.emailVerified?.getFullYear()).toBeGreaterThan(2000);
      const [made] = await db.insert(users).values({}).returning();
      expect(made?.id).not.toMatch(/^0{8}/);
      await db.delete(users).where(eq(users.id, 'ada'));
      expect(await db.select().from(apiKeys)).toEqual([]);
      const { rows } = await db.execute(sql`select id from evil.users`);
      expect(rows).toEqual([{ id: 'mallory' }]);
    } finally {
      for (const { table } of ROWS) await db.delete(table);
      await closeDb(db);
    }
  });
});

test('every function of the namespace has a path of its own, or a body that is bound', async () => {
  const { rows } = await withClient(database.settings, async (client) =>
    client.query(`select proname from pg_proc where pronamespace = 'auth'::regnamespace
      and not (proconfig @> array['search_path=""'] or prosqlbody is not null)`),
  );
  expect(rows).toEqual([]);
});
