import { foreignKey, pgSchema, pgTable, uuid } from 'drizzle-orm/pg-core';

const auth = pgSchema('auth');
/** Another program's table, which this schema leads to and does not export. */
const users = auth.table('users', { id: uuid().primaryKey() });

export const profiles = pgTable(
  'profiles',
  { id: uuid().primaryKey(), owner: uuid().references(() => users.id) },
  (t) => [
    foreignKey({ columns: [t.id], foreignColumns: [users.id], name: 'profiles_user' }).onDelete('cascade'),
  ],
);
