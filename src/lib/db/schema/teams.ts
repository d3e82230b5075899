import { foreignKey, index, integer, text, unique } from 'drizzle-orm/pg-core';
import { createdAt, id, timestamptz } from './columns.ts';
import { auth } from './namespace.ts';
import { organizations } from './organizations.ts';
import { users } from './users.ts';

/** Teams inside an organization. */
export const teams = auth.table(
  'teams',
  {
    id: id(),
    name: text('name').notNull(),
    // Counted by the writer, so that a limit on members can be reserved in one update.
    memberCount: integer('member_count').notNull().default(0),
    organizationId: text('organization_id').notNull(),
    createdAt: createdAt(),
    updatedAt: timestamptz('updated_at'),
  },
  (t) => [
    foreignKey({
      name: 'teams_organization_id_fkey',
      columns: [t.organizationId],
      foreignColumns: [organizations.id],
    }).onDelete('cascade'),
    index('teams_organization_id_idx').on(t.organizationId),
  ],
);

/** Who belongs to which team. */
export const teamMembers = auth.table(
  'team_members',
  {
    id: id(),
    teamId: text('team_id').notNull(),
    userId: text('user_id').notNull(),
    membershipKey: text('membership_key').unique('team_members_membership_key_key'),
    createdAt: timestamptz('created_at').defaultNow(),
  },
  (t) => [
    foreignKey({
      name: 'team_members_team_id_fkey',
      columns: [t.teamId],
      foreignColumns: [teams.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'team_members_user_id_fkey',
      columns: [t.userId],
      foreignColumns: [users.id],
    }).onDelete('cascade'),
    unique('team_members_team_id_user_id_key').on(t.teamId, t.userId),
    index('team_members_user_id_idx').on(t.userId),
  ],
);

/** A row of `auth.teams` as it is read. */
export type Team = typeof teams.$inferSelect;
/** A row of `auth.teams` as it is inserted. */
export type NewTeam = typeof teams.$inferInsert;
/** A row of `auth.team_members` as it is read. */
export type TeamMember = typeof teamMembers.$inferSelect;
/** A row of `auth.team_members` as it is inserted. */
export type NewTeamMember = typeof teamMembers.$inferInsert;
