import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Client } from 'pg';
import * as schema from '../../src/lib/db/schema/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';

const LATER = new Date('2099-01-01T00:00:00.123Z');
const UUID = /^[0-9a-f-]{36}$/;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;
let db: NodePgDatabase<typeof schema>;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client(database.url);
  await client.connect();
  db = drizzle(client, { schema });
  await db.insert(schema.users).values({ id: 'ada', name: 'Ada', email: 'ada@example.test' });
  await db.insert(schema.organizations).values({ id: 'boats', name: 'Boats', slug: 'boats' });
  await db.insert(schema.teams).values({ id: 'hull', name: 'Hull', organizationId: 'boats' });
}, 120_000);

afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

describe('the least that can be inserted comes back with its defaults', () => {
  const anId = expect.stringMatching(UUID) as string;
  const aDate = expect.any(Date) as Date;

  test('users', async () => {
    expect(await db.insert(schema.users).values({}).returning()).toEqual([
      {
        id: anId,
        name: null,
        email: null,
        isEmailVerified: false,
        emailVerified: null,
        image: null,
        createdAt: aDate,
        updatedAt: aDate,
        twoFactorEnabled: false,
        role: null,
        banned: false,
        banReason: null,
        banExpires: null,
        username: null,
        displayUsername: null,
        phoneNumber: null,
        phoneNumberVerified: null,
        isAnonymous: false,
      },
    ]);
  });

  test('accounts', async () => {
    const row = { userId: 'ada', provider: 'github', providerAccountId: '1' };
    expect(await db.insert(schema.accounts).values(row).returning()).toEqual([
      {
        ...row,
        id: anId,
        type: 'oauth',
        refresh_token: null,
        access_token: null,
        id_token: null,
        token_type: null,
        scope: null,
        session_state: null,
        expires_at: null,
        accessTokenExpiresAt: null,
        refreshTokenExpiresAt: null,
        password: null,
        createdAt: aDate,
        updatedAt: aDate,
      },
    ]);
  });

  test('sessions', async () => {
    const row = { userId: 'ada', sessionToken: 'token', expires: LATER };
    expect(await db.insert(schema.sessions).values(row).returning()).toEqual([
      {
        ...row,
        id: anId,
        createdAt: aDate,
        updatedAt: aDate,
        ipAddress: null,
        userAgent: null,
        activeOrganizationId: null,
        activeTeamId: null,
        impersonatedBy: null,
      },
    ]);
  });

  test('verification_tokens', async () => {
    const row = { identifier: 'ada@example.test', token: 'hash', expires: LATER };
    expect(await db.insert(schema.verificationTokens).values(row).returning()).toEqual([row]);
  });

  test('verifications', async () => {
    // As long as a sign-in state may be, and longer than an index could hold.
    const row = { identifier: 'state', value: 'x'.repeat(8000), expiresAt: LATER };
    expect(await db.insert(schema.verifications).values(row).returning()).toEqual([
      { ...row, id: anId, createdAt: aDate, updatedAt: aDate },
    ]);
  });

  test('feedback', async () => {
    expect(await db.insert(schema.feedback).values({ message: 'Good' }).returning()).toEqual([
      { id: anId, userId: null, message: 'Good', rating: null, createdAt: aDate },
    ]);
  });

  test('organizations', async () => {
    const row = { name: 'Press', slug: 'press' };
    expect(await db.insert(schema.organizations).values(row).returning()).toEqual([
      { ...row, id: anId, logo: null, metadata: null, createdAt: aDate },
    ]);
  });

  test('members', async () => {
    const row = { organizationId: 'boats', userId: 'ada' };
    expect(await db.insert(schema.members).values(row).returning()).toEqual([
      { ...row, id: anId, role: 'member', createdAt: aDate },
    ]);
  });

  test('invitations, twice for one address', async () => {
    const row = {
      organizationId: 'boats',
      email: 'ben@example.test',
      teamId: 'hull,deck',
      expiresAt: LATER,
      inviterId: 'ada',
    };
    const expected = { ...row, id: anId, role: null, status: 'pending', createdAt: aDate };
    expect(await db.insert(schema.invitations).values([row, row]).returning()).toEqual([expected, expected]);
  });

  test('organization_roles', async () => {
    const row = { organizationId: 'boats', role: 'rigger', permission: '{}' };
    expect(await db.insert(schema.organizationRoles).values(row).returning()).toEqual([
      { ...row, id: anId, createdAt: aDate, updatedAt: null },
    ]);
  });

  test('teams', async () => {
    const row = { name: 'Deck', organizationId: 'boats' };
    expect(await db.insert(schema.teams).values(row).returning()).toEqual([
      { ...row, id: anId, memberCount: 0, createdAt: aDate, updatedAt: null },
    ]);
  });

  test('team_members', async () => {
    const row = { teamId: 'hull', userId: 'ada' };
    expect(await db.insert(schema.teamMembers).values(row).returning()).toEqual([
      { ...row, id: anId, membershipKey: null, createdAt: aDate },
    ]);
  });

  test('passkeys', async () => {
    const row = {
      userId: 'ada',
      credentialID: 'credential',
      publicKey: 'public',
      deviceType: 'singleDevice',
      backedUp: false,
    };
    expect(await db.insert(schema.passkeys).values(row).returning()).toEqual([
      {
        ...row,
        id: anId,
        name: null,
        counter: 0,
        transports: null,
        aaguid: null,
        providerAccountId: null,
        createdAt: aDate,
      },
    ]);
  });

  test('two_factors', async () => {
    const row = { userId: 'ada', secret: 'encrypted', backupCodes: 'encrypted' };
    expect(await db.insert(schema.twoFactors).values(row).returning()).toEqual([
      { ...row, id: anId, verified: true, failedVerificationCount: 0, lockedUntil: null },
    ]);
  });

  test('api_keys', async () => {
    const row = { referenceId: 'ada', key: 'hash' };
    expect(await db.insert(schema.apiKeys).values(row).returning()).toEqual([
      {
        ...row,
        id: anId,
        configId: 'default',
        name: null,
        start: null,
        prefix: null,
        refillInterval: null,
        refillAmount: null,
        lastRefillAt: null,
        enabled: true,
        rateLimitEnabled: true,
        rateLimitTimeWindow: 86_400_000,
        rateLimitMax: 10,
        requestCount: 0,
        remaining: null,
        lastRequest: null,
        expiresAt: null,
        permissions: null,
        metadata: null,
        createdAt: aDate,
        updatedAt: aDate,
      },
    ]);
  });

  test('jwks', async () => {
    const row = { publicKey: 'public', privateKey: 'encrypted' };
    expect(await db.insert(schema.jwks).values(row).returning()).toEqual([
      { ...row, id: anId, alg: null, crv: null, createdAt: aDate, expiresAt: null },
    ]);
  });

  test('rate_limits', async () => {
    const row = { key: '192.0.2.1/sign-in', count: 1, lastRequest: LATER.getTime() };
    expect(await db.insert(schema.rateLimits).values(row).returning()).toEqual([{ ...row, id: anId }]);
  });
});

describe('what the tables refuse', () => {
  test('an address that differs from another in case only', async () => {
    await expect(db.insert(schema.users).values({ email: 'ADA@example.test' })).rejects.toMatchObject({
      cause: { constraint: 'users_email_lower_key' },
    });
  });

  test('a person verified at no time, should the trigger ever be off', async () => {
    await client.query('begin');
    await client.query('alter table auth.users disable trigger users_sync_email_verified');
    await expect(db.insert(schema.users).values({ isEmailVerified: true })).rejects.toMatchObject({
      cause: { constraint: 'users_email_verified_check' },
    });
    await client.query('rollback');
  });

  test.each([
    ['an empty message', 'feedback_message_check', { message: '' }],
    ['a message of a book’s length', 'feedback_message_check', { message: 'x'.repeat(10_001) }],
    ['six stars', 'feedback_rating_check', { message: 'Good', rating: 6 }],
  ])('%s', async (_, constraint, row) => {
    await expect(db.insert(schema.feedback).values(row)).rejects.toMatchObject({ cause: { constraint } });
  });
});
