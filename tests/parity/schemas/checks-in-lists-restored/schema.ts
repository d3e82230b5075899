import { sql } from 'drizzle-orm';
import { check, index, pgTable, pgView, text, varchar } from 'drizzle-orm/pg-core';

/** After a dump and a restore Postgres prints the same conditions in another way. */
export const orders = pgTable('orders', { state: varchar({ length: 20 }).notNull(), note: text() }, (t) => [
  check('orders_state', sql`${t.state} in ('new', 'paid', 'sent')`),
  check('orders_not', sql`${t.state} not in ('lost', 'found')`),
  index('orders_open')
    .on(t.note)
    .where(sql`${t.state} in ('new', 'paid')`),
]);
export const open = pgView('open', { note: text() }).as(
  sql`select note from orders where state in ('new', 'paid')`,
);
