import { sql } from 'drizzle-orm';
import {
  check,
  index,
  integer,
  pgEnum,
  pgMaterializedView,
  pgPolicy,
  pgTable,
  pgView,
  serial,
  text,
  timestamp,
  varchar,
} from 'drizzle-orm/pg-core';

export const state = pgEnum('state', ['open', 'closed']);
export const tickets = pgTable(
  'tickets',
  {
    id: serial().primaryKey(),
    state: state().notNull().default('open'),
    kind: varchar({ length: 10 }).notNull(),
    opened: timestamp()
      .notNull()
      .default(sql`(now() at time zone 'utc')`),
    due: timestamp().default(sql`now() + interval '7 days'`),
    label: text().generatedAlwaysAs(sql`kind || '-' || id`),
    parent: integer(),
  },
  (t) => [
    check('tickets_kind', sql`${t.kind} in ('bug', 'task')`),
    check('tickets_parent', sql`${t.parent} between 1 and 10 and ${t.id} > 0`),
    index('tickets_open')
      .on(t.opened)
      .where(sql`${t.state} = 'open' and ${t.kind} in ('bug', 'task')`),
    pgPolicy('tickets_read', {
      for: 'select',
      using: sql`${t.kind} in ('bug', 'task') or ${t.parent} is null`,
    }),
  ],
);
export const bugs = pgView('bugs').as((query) =>
  query
    .select({ id: tickets.id, kind: tickets.kind })
    .from(tickets)
    .where(sql`${tickets.kind} in ('bug', 'task')`),
);
export const counts = pgMaterializedView('counts', { kind: varchar({ length: 10 }), n: integer() }).as(
  sql`select kind, count(*)::integer as n from tickets where kind not in ('x', 'y') group by kind`,
);
