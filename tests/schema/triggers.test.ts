import { eq } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Client } from 'pg';
import {
  accounts,
  apiKeys,
  organizationRoles,
  organizations,
  sessions,
  teams,
  users,
} from '../../src/lib/db/schema/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';

const EARLIER = new Date('2026-01-01T00:00:00.000Z');
const LATER = new Date('2099-01-01T00:00:00.250Z');
const LATER_SECONDS = Math.floor(LATER.getTime() / 1000);

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;
let db: NodePgDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client(database.url);
  await client.connect();
  db = drizzle(client);
  await db.insert(users).values({ id: 'ada' });
}, 120_000);

afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

describe('the verified state of an address', () => {
  const state = { flag: users.isEmailVerified, at: users.emailVerified };
  const insert = (row: typeof users.$inferInsert) => db.insert(users).values(row).returning(state);
  const someDate = expect.any(Date) as Date;

  async function update(
    before: typeof users.$inferInsert,
    change: Partial<typeof users.$inferInsert>,
  ): Promise<unknown> {
    const rows = await db.insert(users).values(before).returning({ id: users.id });
    return db
      .update(users)
      .set(change)
      .where(eq(users.id, rows[0]?.id ?? ''))
      .returning(state);
  }

  test('an insert of the time sets the flag', async () => {
    expect(await insert({ emailVerified: EARLIER })).toEqual([{ flag: true, at: EARLIER }]);
    expect(await insert({ emailVerified: EARLIER, isEmailVerified: false })).toEqual([
      { flag: true, at: EARLIER },
    ]);
  });

  test('an insert of the flag sets the time', async () => {
    expect(await insert({ isEmailVerified: true })).toEqual([{ flag: true, at: someDate }]);
    expect(await insert({ isEmailVerified: false })).toEqual([{ flag: false, at: null }]);
  });

  test('an update of the time moves the flag', async () => {
    expect(await update({}, { emailVerified: EARLIER })).toEqual([{ flag: true, at: EARLIER }]);
    expect(await update({ emailVerified: EARLIER }, { emailVerified: null })).toEqual([
      { flag: false, at: null },
    ]);
  });

  test('an update of the flag moves the time', async () => {
    expect(await update({}, { isEmailVerified: true })).toEqual([{ flag: true, at: someDate }]);
    expect(await update({ isEmailVerified: true }, { isEmailVerified: false })).toEqual([
      { flag: false, at: null },
    ]);
  });

  test('an update that says nothing new leaves the time alone', async () => {
    expect(await update({ emailVerified: EARLIER }, { isEmailVerified: true, name: 'Ben' })).toEqual([
      { flag: true, at: EARLIER },
    ]);
  });
});

describe('the expiry of an account’s token', () => {
  type Expiry = Pick<typeof accounts.$inferInsert, 'expires_at' | 'accessTokenExpiresAt'>;
  const state = { seconds: accounts.expires_at, at: accounts.accessTokenExpiresAt };
  let count = 0;

  function insert(expiry: Expiry) {
    count += 1;
    return db
      .insert(accounts)
      .values({ userId: 'ada', provider: 'test', providerAccountId: String(count), ...expiry })
      .returning(state);
  }

  async function update(before: Expiry, change: Expiry): Promise<unknown> {
    await insert(before);
    return db
      .update(accounts)
      .set(change)
      .where(eq(accounts.providerAccountId, String(count)))
      .returning(state);
  }

  const wholeSecond = new Date(LATER_SECONDS * 1000);

  test('an insert of either gives both', async () => {
    expect(await insert({})).toEqual([{ seconds: null, at: null }]);
    expect(await insert({ expires_at: LATER_SECONDS })).toEqual([
      { seconds: LATER_SECONDS, at: wholeSecond },
    ]);
    expect(await insert({ accessTokenExpiresAt: LATER })).toEqual([{ seconds: LATER_SECONDS, at: LATER }]);
  });

  test('an insert of both that agree keeps the fraction, and of both that do not goes by the seconds', async () => {
    expect(await insert({ expires_at: LATER_SECONDS, accessTokenExpiresAt: LATER })).toEqual([
      { seconds: LATER_SECONDS, at: LATER },
    ]);
    expect(await insert({ expires_at: LATER_SECONDS, accessTokenExpiresAt: EARLIER })).toEqual([
      { seconds: LATER_SECONDS, at: wholeSecond },
    ]);
  });

  test('an update of either moves the other', async () => {
    const before = { accessTokenExpiresAt: EARLIER };
    expect(await update(before, { expires_at: LATER_SECONDS })).toEqual([
      { seconds: LATER_SECONDS, at: wholeSecond },
    ]);
    expect(await update(before, { accessTokenExpiresAt: LATER })).toEqual([
      { seconds: LATER_SECONDS, at: LATER },
    ]);
    expect(await update(before, { expires_at: null })).toEqual([{ seconds: null, at: null }]);
    expect(await update(before, { accessTokenExpiresAt: null })).toEqual([{ seconds: null, at: null }]);
  });

  test('an update that takes the seconds away and gives a time goes by the time', async () => {
    expect(
      await update({ accessTokenExpiresAt: EARLIER }, { expires_at: null, accessTokenExpiresAt: LATER }),
    ).toEqual([{ seconds: LATER_SECONDS, at: LATER }]);
  });

  test('a time that never comes has no seconds', async () => {
    const { rows } = await client.query<{ expires_at: string | null }>(
      `insert into auth.accounts (user_id, provider, provider_account_id, access_token_expires_at)
       values ('ada', 'test', 'never', 'infinity') returning expires_at`,
    );
    expect(rows).toEqual([{ expires_at: null }]);
  });
});

describe('api keys', () => {
  beforeEach(async () => {
    await db.insert(apiKeys).values([
      { referenceId: 'owner', key: 'mine' },
      { referenceId: 'owner', key: 'mine too' },
      { referenceId: 'ada', key: 'not mine' },
    ]);
  });

  test('go with the person who owns them', async () => {
    await db.insert(users).values({ id: 'owner' });
    await db.delete(users).where(eq(users.id, 'owner'));
    expect(await db.delete(apiKeys).returning({ key: apiKeys.key })).toEqual([{ key: 'not mine' }]);
  });

  test('go with the organization that owns them', async () => {
    await db.insert(organizations).values({ id: 'owner', name: 'Owner', slug: 'owner' });
    await db.delete(organizations).where(eq(organizations.id, 'owner'));
    expect(await db.delete(apiKeys).returning({ key: apiKeys.key })).toEqual([{ key: 'not mine' }]);
  });
});

test('an operator of somebody else’s in front of the search path changes no trigger’s mind', async () => {
  await client.query('begin');
  await client.query('create schema decoy');
  await client.query('create function decoy.same(boolean, boolean) returns boolean language sql return true');
  await client.query(
    'create operator decoy.= (function = decoy.same, leftarg = boolean, rightarg = boolean)',
  );
  await client.query('set local search_path = decoy, pg_catalog');
  await client.query(`insert into auth.users (id, email_verified) values ('decoyed', true)`);
  await client.query(`update auth.users set email_verified = false where id = 'decoyed'`);
  const { rows } = await client.query<{ at: Date | null }>(
    `select email_verified_at as at from auth.users where id = 'decoyed'`,
  );
  await client.query('rollback');
  expect(rows).toEqual([{ at: null }]);
});

test('deleting a team or an organization keeps the sessions that were working there', async () => {
  await db.insert(organizations).values({ id: 'boats', name: 'Boats', slug: 'boats' });
  await db.insert(teams).values({ id: 'hull', name: 'Hull', organizationId: 'boats' });
  await db.insert(organizationRoles).values({ organizationId: 'boats', role: 'r', permission: '{}' });
  await db.insert(sessions).values({
    userId: 'ada',
    sessionToken: 'ada',
    expires: LATER,
    activeOrganizationId: 'boats',
    activeTeamId: 'hull',
  });
  await db.delete(organizations).where(eq(organizations.id, 'boats'));
  expect(
    await db
      .select({ organization: sessions.activeOrganizationId, team: sessions.activeTeamId })
      .from(sessions)
      .where(eq(sessions.sessionToken, 'ada')),
  ).toEqual([{ organization: null, team: null }]);
  expect(await db.$count(organizationRoles)).toBe(0);
});
