import { integer, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';

const kind = pgEnum('kind', ['a', 'b']);
const users = pgTable('users', { id: integer().primaryKey(), kind: kind() });
const posts = pgTable('posts', { id: integer().primaryKey(), author: integer().references(() => users.id) });

/** Tables that are reachable through another export only. */
export const schema = { tables: { users, posts }, enums: [kind] };
export default { more: { notes: pgTable('notes', { text: text() }) } };
