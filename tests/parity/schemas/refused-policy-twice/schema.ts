import { sql } from 'drizzle-orm';
import { integer, pgPolicy, pgTable } from 'drizzle-orm/pg-core';

export const rows = pgTable('rows', { a: integer() }, () => [
  pgPolicy('p', { for: 'select', using: sql`true` }),
  pgPolicy('p', { for: 'update', using: sql`true` }),
]);
