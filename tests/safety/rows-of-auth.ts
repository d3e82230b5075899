import type { PgTable } from 'drizzle-orm/pg-core';
import * as schema from '../../src/lib/db/schema/index.ts';

const LATER = new Date('2099-01-01T00:00:00Z');

/** A row for each table of the namespace, in an order in which they may be inserted. */
export const ROWS: readonly { readonly table: PgTable; readonly row: Readonly<Record<string, unknown>> }[] = [
  { table: schema.users, row: { id: 'ada', email: 'Ada@Example.test' } },
  {
    table: schema.accounts,
    row: { userId: 'ada', provider: 'github', providerAccountId: '1' },
  },
  { table: schema.organizations, row: { id: 'boats', name: 'Boats', slug: 'boats' } },
  { table: schema.organizationRoles, row: { organizationId: 'boats', role: 'captain', permission: '{}' } },
  { table: schema.members, row: { organizationId: 'boats', userId: 'ada' } },
  {
    table: schema.invitations,
    row: { organizationId: 'boats', email: 'ben@example.test', expiresAt: LATER, inviterId: 'ada' },
  },
  { table: schema.teams, row: { id: 'hull', name: 'Hull', organizationId: 'boats' } },
  { table: schema.teamMembers, row: { teamId: 'hull', userId: 'ada' } },
  {
    table: schema.sessions,
    row: { sessionToken: 'token', userId: 'ada', expires: LATER, activeOrganizationId: 'boats' },
  },
  { table: schema.verificationTokens, row: { identifier: 'ada', token: 'token', expires: LATER } },
  { table: schema.verifications, row: { identifier: 'ada', value: 'v', expiresAt: LATER } },
  { table: schema.feedback, row: { userId: 'ada', message: 'good' } },
  {
    table: schema.passkeys,
    row: { userId: 'ada', credentialID: 'c', publicKey: 'k', deviceType: 'd', backedUp: false },
  },
  { table: schema.twoFactors, row: { userId: 'ada', secret: 's', backupCodes: '[]' } },
  { table: schema.apiKeys, row: { referenceId: 'ada', key: 'k' } },
  { table: schema.jwks, row: { publicKey: 'p', privateKey: 'q' } },
  { table: schema.rateLimits, row: { key: 'k', count: 1, lastRequest: 1 } },
];
