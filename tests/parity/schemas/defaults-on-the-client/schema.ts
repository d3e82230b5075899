import { sql } from 'drizzle-orm';
import { integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** What the application fills in is nothing to the database. */
export const rows = pgTable('rows', {
  id: text()
    .$defaultFn(() => 'made up')
    .primaryKey(),
  key: uuid().$default(() => '00000000-0000-0000-0000-000000000000'),
  changed: timestamp().$onUpdate(() => new Date()),
  changedToo: timestamp('changed_too').$onUpdateFn(() => new Date()),
  both: integer()
    .default(1)
    .$onUpdate(() => 2),
  expression: integer().$defaultFn(() => sql`1 + 1`),
  typed: jsonb().$type<{ a: string }>().default({ a: 'x' }),
  branded: text().$type<'x' | 'y'>().notNull(),
});
