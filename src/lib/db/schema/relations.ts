import { relations } from 'drizzle-orm';
import { accounts } from './accounts.ts';
import { feedback } from './feedback.ts';
import { invitations } from './invitations.ts';
import { members } from './members.ts';
import { organizationRoles } from './organization-roles.ts';
import { organizations } from './organizations.ts';
import { passkeys } from './passkeys.ts';
import { sessions } from './sessions.ts';
import { teamMembers, teams } from './teams.ts';
import { twoFactors } from './two-factors.ts';
import { users } from './users.ts';

// All relations are in one file, so that the tables' files need not import each other in circles.
// Better Auth joins by these keys: the singular of a table for one row, its own name for many.

/** What belongs to a person. */
export const usersRelations = relations(users, ({ many }) => ({
  accounts: many(accounts),
  // Two foreign keys lead from sessions to users, so each pair of relations needs its name.
  sessions: many(sessions, { relationName: 'session_user' }),
  impersonatedSessions: many(sessions, { relationName: 'session_impersonator' }),
  members: many(members),
  teamMembers: many(teamMembers),
  sentInvitations: many(invitations),
  passkeys: many(passkeys),
  twoFactors: many(twoFactors),
  feedback: many(feedback),
}));

/** Whose account it is. */
export const accountsRelations = relations(accounts, ({ one }) => ({
  user: one(users, { fields: [accounts.userId], references: [users.id] }),
}));

/** Whose session it is, who acts in it, and where it is working. */
export const sessionsRelations = relations(sessions, ({ one }) => ({
  user: one(users, { fields: [sessions.userId], references: [users.id], relationName: 'session_user' }),
  impersonator: one(users, {
    fields: [sessions.impersonatedBy],
    references: [users.id],
    relationName: 'session_impersonator',
  }),
  activeOrganization: one(organizations, {
    fields: [sessions.activeOrganizationId],
    references: [organizations.id],
  }),
  activeTeam: one(teams, { fields: [sessions.activeTeamId], references: [teams.id] }),
}));

/** What belongs to an organization. */
export const organizationsRelations = relations(organizations, ({ many }) => ({
  members: many(members),
  invitations: many(invitations),
  teams: many(teams),
  organizationRoles: many(organizationRoles),
}));

/** Both ends of a membership. */
export const membersRelations = relations(members, ({ one }) => ({
  organization: one(organizations, { fields: [members.organizationId], references: [organizations.id] }),
  user: one(users, { fields: [members.userId], references: [users.id] }),
}));

/** Where an invitation leads, and who sent it. */
export const invitationsRelations = relations(invitations, ({ one }) => ({
  organization: one(organizations, { fields: [invitations.organizationId], references: [organizations.id] }),
  inviter: one(users, { fields: [invitations.inviterId], references: [users.id] }),
}));

/** Which organization defined a role. */
export const organizationRolesRelations = relations(organizationRoles, ({ one }) => ({
  organization: one(organizations, {
    fields: [organizationRoles.organizationId],
    references: [organizations.id],
  }),
}));

/** Which organization a team is in, and who is in the team. */
export const teamsRelations = relations(teams, ({ one, many }) => ({
  organization: one(organizations, { fields: [teams.organizationId], references: [organizations.id] }),
  teamMembers: many(teamMembers),
}));

/** Both ends of a team membership. */
export const teamMembersRelations = relations(teamMembers, ({ one }) => ({
  team: one(teams, { fields: [teamMembers.teamId], references: [teams.id] }),
  user: one(users, { fields: [teamMembers.userId], references: [users.id] }),
}));

/** Whose passkey it is. */
export const passkeysRelations = relations(passkeys, ({ one }) => ({
  user: one(users, { fields: [passkeys.userId], references: [users.id] }),
}));

/** Whose second factor it is. */
export const twoFactorsRelations = relations(twoFactors, ({ one }) => ({
  user: one(users, { fields: [twoFactors.userId], references: [users.id] }),
}));

/** Who said it. */
export const feedbackRelations = relations(feedback, ({ one }) => ({
  user: one(users, { fields: [feedback.userId], references: [users.id] }),
}));
