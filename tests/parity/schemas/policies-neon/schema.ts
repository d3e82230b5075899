import { anonymousRole, authUid, authenticatedRole, crudPolicy } from 'drizzle-orm/neon';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';

export { anonymousRole, authenticatedRole };

/** One call, several policies. */
export const todos = pgTable('todos', { id: integer().primaryKey(), owner: text() }, (t) => [
  ...(crudPolicy({ role: authenticatedRole, read: authUid(t.owner), modify: authUid(t.owner) }) as never[]),
  ...(crudPolicy({ role: [anonymousRole, 'authenticated'], read: true, modify: null }) as never[]),
]);
