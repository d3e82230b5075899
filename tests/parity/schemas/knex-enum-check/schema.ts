import { sql } from 'drizzle-orm';
import { check, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';

/** Knex's `enu`, once as a check and once as a type. */
export const status = pgEnum('order_status', ['new', 'paid']);
export const orders = pgTable(
  'orders',
  { state: text({ enum: ['open', 'closed'] }), status: status().notNull().default('new') },
  (t) => [check('orders_state_check', sql`${t.state} in ('open', 'closed')`)],
);
