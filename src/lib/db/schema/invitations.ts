import { foreignKey, index, text } from 'drizzle-orm/pg-core';
import { createdAt, id, timestamptz } from './columns.ts';
import { auth } from './namespace.ts';
import { organizations } from './organizations.ts';
import { users } from './users.ts';

/** Invitations to an organization. An address may hold several: one that ran out stays `pending`. */
export const invitations = auth.table(
  'invitations',
  {
    id: id(),
    organizationId: text('organization_id').notNull(),
    email: text('email').notNull(),
    role: text('role'),
    // No foreign key: an invitation to several teams holds their ids with commas between.
    teamId: text('team_id'),
    status: text('status').notNull().default('pending'),
    expiresAt: timestamptz('expires_at').notNull(),
    createdAt: createdAt(),
    inviterId: text('inviter_id').notNull(),
  },
  (t) => [
    foreignKey({
      name: 'invitations_organization_id_fkey',
      columns: [t.organizationId],
      foreignColumns: [organizations.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'invitations_inviter_id_fkey',
      columns: [t.inviterId],
      foreignColumns: [users.id],
    }).onDelete('cascade'),
    index('invitations_organization_id_status_idx').on(t.organizationId, t.status),
    index('invitations_email_status_idx').on(t.email, t.status),
    index('invitations_inviter_id_idx').on(t.inviterId),
    index('invitations_expires_at_idx').on(t.expiresAt),
  ],
);

/** A row of `auth.invitations` as it is read. */
export type Invitation = typeof invitations.$inferSelect;
/** A row of `auth.invitations` as it is inserted. */
export type NewInvitation = typeof invitations.$inferInsert;
