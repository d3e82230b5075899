import { sql } from 'drizzle-orm';
import { check, index, integer, pgEnum, pgSchema, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/** Words that SQL keeps for itself. */
export const group = pgSchema('group');
export const type = pgEnum('table', ['select', 'from']);
export const user = pgTable('user', {
  id: integer('order').primaryKey(),
  type: type('type').default('select'),
});
export const order = group.table(
  'order',
  {
    user: integer('user').references(() => user.id),
    end: text('end'),
    all: integer('all'),
    limit: integer('limit'),
  },
  (t) => [
    primaryKey({ columns: [t.all, t.limit] }),
    index().on(t.end),
    check('check', sql`${t.limit} > 0 and ${t.end} <> 'end'`),
  ],
);
export const withBlanks = pgTable('with blanks in it', { id: integer('the id').primaryKey() });
