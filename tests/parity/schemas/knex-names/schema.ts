import {
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
  varchar,
} from 'drizzle-orm/pg-core';

/** Nobody chose a name here, so that Knex's are as good as Drizzle's. */
export const users = pgTable('users', {
  id: serial().primaryKey(),
  email: varchar({ length: 255 }).notNull().unique(),
  name: varchar({ length: 255 }),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});
export const teams = pgTable('teams', { id: serial().primaryKey(), slug: text() }, (t) => [
  unique().on(t.slug),
]);
export const members = pgTable(
  'members',
  {
    user: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    team: integer('team_id').notNull(),
    role: varchar({ length: 20 }).notNull().default('member'),
  },
  (t) => [
    primaryKey({ columns: [t.user, t.team] }),
    foreignKey({ columns: [t.team], foreignColumns: [teams.id] }).onDelete('restrict'),
    index().on(t.team),
    index().on(t.role, t.user),
  ],
);
