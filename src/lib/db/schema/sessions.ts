import { sql } from 'drizzle-orm';
import { foreignKey, index, text } from 'drizzle-orm/pg-core';
import { createdAt, id, timestamptz, updatedAt } from './columns.ts';
import { auth } from './namespace.ts';
import { organizations } from './organizations.ts';
import { teams } from './teams.ts';
import { users } from './users.ts';

/** Who is signed in, until when, and where they are working. */
export const sessions = auth.table(
  'sessions',
  {
    id: id(),
    sessionToken: text('session_token').notNull().unique('sessions_session_token_key'),
    userId: text('user_id').notNull(),
    expires: timestamptz('expires').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    // text, not inet: Better Auth writes an empty string when it does not know the address.
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    activeOrganizationId: text('active_organization_id'),
    activeTeamId: text('active_team_id'),
    impersonatedBy: text('impersonated_by'),
  },
  (t) => [
    foreignKey({ name: 'sessions_user_id_fkey', columns: [t.userId], foreignColumns: [users.id] }).onDelete(
      'cascade',
    ),
    foreignKey({
      name: 'sessions_active_organization_id_fkey',
      columns: [t.activeOrganizationId],
      foreignColumns: [organizations.id],
    }).onDelete('set null'),
    foreignKey({
      name: 'sessions_active_team_id_fkey',
      columns: [t.activeTeamId],
      foreignColumns: [teams.id],
    }).onDelete('set null'),
    // Cascade: without its impersonator the row would look like the person's own session.
    foreignKey({
      name: 'sessions_impersonated_by_fkey',
      columns: [t.impersonatedBy],
      foreignColumns: [users.id],
    }).onDelete('cascade'),
    index('sessions_user_id_expires_idx').on(t.userId, t.expires),
    index('sessions_expires_idx').on(t.expires),
    // Few sessions fill these columns, so the indexes hold only those that do.
    index('sessions_active_organization_id_idx')
      .on(t.activeOrganizationId)
      .where(sql`${t.activeOrganizationId} is not null`),
    index('sessions_active_team_id_idx')
      .on(t.activeTeamId)
      .where(sql`${t.activeTeamId} is not null`),
    index('sessions_impersonated_by_idx')
      .on(t.impersonatedBy)
      .where(sql`${t.impersonatedBy} is not null`),
  ],
);

/** A row of `auth.sessions` as it is read. */
export type Session = typeof sessions.$inferSelect;
/** A row of `auth.sessions` as it is inserted. */
export type NewSession = typeof sessions.$inferInsert;
