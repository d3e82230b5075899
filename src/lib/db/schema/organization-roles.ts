import { foreignKey, text, unique } from 'drizzle-orm/pg-core';
import { createdAt, id, timestamptz } from './columns.ts';
import { auth } from './namespace.ts';
import { organizations } from './organizations.ts';

/** Roles that an organization has defined for itself, with what each may do. */
export const organizationRoles = auth.table(
  'organization_roles',
  {
    id: id(),
    organizationId: text('organization_id').notNull(),
    role: text('role').notNull(),
    permission: text('permission').notNull(),
    createdAt: createdAt(),
    updatedAt: timestamptz('updated_at'),
  },
  (t) => [
    foreignKey({
      name: 'organization_roles_organization_id_fkey',
      columns: [t.organizationId],
      foreignColumns: [organizations.id],
    }).onDelete('cascade'),
    unique('organization_roles_organization_id_role_key').on(t.organizationId, t.role),
  ],
);

/** A row of `auth.organization_roles` as it is read. */
export type OrganizationRole = typeof organizationRoles.$inferSelect;
/** A row of `auth.organization_roles` as it is inserted. */
export type NewOrganizationRole = typeof organizationRoles.$inferInsert;
