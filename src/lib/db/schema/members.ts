import { foreignKey, index, text, unique } from 'drizzle-orm/pg-core';
import { createdAt, id } from './columns.ts';
import { auth } from './namespace.ts';
import { organizations } from './organizations.ts';
import { users } from './users.ts';

/** Who belongs to which organization, and as what. */
export const members = auth.table(
  'members',
  {
    id: id(),
    organizationId: text('organization_id').notNull(),
    userId: text('user_id').notNull(),
    role: text('role').notNull().default('member'),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      name: 'members_organization_id_fkey',
      columns: [t.organizationId],
      foreignColumns: [organizations.id],
    }).onDelete('cascade'),
    foreignKey({ name: 'members_user_id_fkey', columns: [t.userId], foreignColumns: [users.id] }).onDelete(
      'cascade',
    ),
    unique('members_organization_id_user_id_key').on(t.organizationId, t.userId),
    index('members_user_id_idx').on(t.userId),
  ],
);

/** A row of `auth.members` as it is read. */
export type Member = typeof members.$inferSelect;
/** A row of `auth.members` as it is inserted. */
export type NewMember = typeof members.$inferInsert;
