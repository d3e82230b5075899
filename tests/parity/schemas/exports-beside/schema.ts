import { relations, sql } from 'drizzle-orm';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';

/** A module exports more than tables. */
export const users = pgTable('users', { id: integer().primaryKey(), name: text() });
export const posts = pgTable('posts', {
  id: integer().primaryKey(),
  author: integer().references(() => users.id),
});
export const usersRelations = relations(users, ({ many }) => ({ posts: many(posts) }));
export const postsRelations = relations(posts, ({ one }) => ({
  author: one(users, { fields: [posts.author], references: [users.id] }),
}));
export const all = { users, posts };
export const list = [users, posts];
export const LIMIT = 5;
export const nothing = null;
export const missing = undefined;
export const lower = (text: string): unknown => sql`lower(${text})`;
export class Unrelated {
  readonly users = users;
}
export default users;
