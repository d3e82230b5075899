import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Client } from 'pg';
import * as schema from '../../src/lib/db/schema/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';

const LATER = new Date('2099-01-01T00:00:00Z');

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;
let db: NodePgDatabase<typeof schema>;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client(database.url);
  await client.connect();
  db = drizzle(client, { schema });
  await db.insert(schema.users).values([
    { id: 'ada', name: 'Ada' },
    { id: 'ben', name: 'Ben' },
  ]);
  await db.insert(schema.organizations).values({ id: 'boats', name: 'Boats', slug: 'boats' });
  await db
    .insert(schema.organizationRoles)
    .values({ organizationId: 'boats', role: 'rigger', permission: '{}' });
  await db.insert(schema.teams).values({ id: 'hull', name: 'Hull', organizationId: 'boats' });
  await db.insert(schema.members).values({ organizationId: 'boats', userId: 'ben' });
  await db.insert(schema.teamMembers).values({ teamId: 'hull', userId: 'ben' });
  await db.insert(schema.accounts).values({ userId: 'ben', provider: 'github', providerAccountId: '2' });
  await db.insert(schema.feedback).values({ userId: 'ben', message: 'Better' });
  await db.insert(schema.twoFactors).values({ userId: 'ben', secret: 'encrypted', backupCodes: 'encrypted' });
  await db.insert(schema.passkeys).values({
    userId: 'ben',
    credentialID: 'ben',
    publicKey: 'public',
    deviceType: 'multiDevice',
    backedUp: true,
  });
  await db
    .insert(schema.invitations)
    .values({ organizationId: 'boats', email: 'fern@example.test', expiresAt: LATER, inviterId: 'ben' });
  await db.insert(schema.sessions).values({
    userId: 'ben',
    sessionToken: 'ben',
    expires: LATER,
    impersonatedBy: 'ada',
    activeOrganizationId: 'boats',
    activeTeamId: 'hull',
  });
}, 120_000);

afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

test('from a person', async () => {
  const person = await db.query.users.findFirst({
    where: (users, { eq }) => eq(users.id, 'ben'),
    with: {
      accounts: { with: { user: true } },
      sessions: { with: { user: true, impersonator: true, activeOrganization: true, activeTeam: true } },
      impersonatedSessions: true,
      members: { with: { user: true, organization: true } },
      teamMembers: { with: { user: true, team: true } },
      sentInvitations: { with: { inviter: true, organization: true } },
      passkeys: { with: { user: true } },
      twoFactors: { with: { user: true } },
      feedback: { with: { user: true } },
    },
  });
  const ben = { id: 'ben' };
  const boats = { id: 'boats' };
  expect(person).toMatchObject({
    accounts: [{ user: ben }],
    sessions: [
      { user: ben, impersonator: { id: 'ada' }, activeOrganization: boats, activeTeam: { id: 'hull' } },
    ],
    impersonatedSessions: [],
    members: [{ user: ben, organization: boats }],
    teamMembers: [{ user: ben, team: { id: 'hull' } }],
    sentInvitations: [{ inviter: ben, organization: boats }],
    passkeys: [{ user: ben }],
    twoFactors: [{ user: ben }],
    feedback: [{ user: ben }],
  });
});

test('from an organization', async () => {
  const organization = await db.query.organizations.findFirst({
    where: (organizations, { eq }) => eq(organizations.id, 'boats'),
    with: {
      members: true,
      invitations: true,
      teams: { with: { organization: true, teamMembers: true } },
      organizationRoles: { with: { organization: true } },
    },
  });
  expect(organization).toMatchObject({
    members: [{ userId: 'ben' }],
    invitations: [{ email: 'fern@example.test' }],
    teams: [{ organization: { id: 'boats' }, teamMembers: [{ userId: 'ben' }] }],
    organizationRoles: [{ role: 'rigger', organization: { id: 'boats' } }],
  });
});

test('from the one who impersonates', async () => {
  const ada = await db.query.users.findFirst({
    where: (users, { eq }) => eq(users.id, 'ada'),
    with: { impersonatedSessions: true },
  });
  expect(ada?.impersonatedSessions.map((session) => session.userId)).toEqual(['ben']);
});
