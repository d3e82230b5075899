import { sql } from 'drizzle-orm';
import { integer, pgPolicy, pgTable } from 'drizzle-orm/pg-core';

/** Words for a role, which Postgres puts a role in the place of. */
export const rows = pgTable('rows', { a: integer() }, (t) => [
  pgPolicy('for_current', {
    for: 'update',
    to: 'current_user',
    using: sql`true`,
    withCheck: sql`${t.a} < 100`,
  }),
  pgPolicy('for_session', { for: 'select', to: 'session_user', using: sql`true` }),
  pgPolicy('for_role', { for: 'delete', to: 'current_role', using: sql`true` }),
]);
