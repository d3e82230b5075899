import { eq } from 'drizzle-orm';
import { foreignKey, pgPolicy, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { anonRole, authUid, authUsers, authenticatedRole, serviceRole } from 'drizzle-orm/supabase';

export { anonRole, authenticatedRole, serviceRole };

/** A schema on a platform that brings its own roles, functions and tables. */
export const profiles = pgTable('profiles', { id: uuid().primaryKey(), email: text().notNull() }, (t) => [
  foreignKey({ columns: [t.id], foreignColumns: [authUsers.id], name: 'profiles_id_fk' }).onDelete('cascade'),
  pgPolicy('own', { for: 'select', to: authenticatedRole, using: eq(t.id, authUid) }),
  pgPolicy('service', { as: 'permissive', to: serviceRole }),
]);
