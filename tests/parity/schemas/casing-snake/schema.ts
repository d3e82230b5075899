import { eq, sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  pgPolicy,
  pgTable,
  pgView,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';

/** The names of columns without one are made by the client's option, in keys, indexes and expressions too. */
export const users = pgTable(
  'userAccounts',
  {
    userId: serial().primaryKey(),
    emailAddress: text().unique(),
    HTMLContent: text(),
    already_snake: text(),
    address2Line: text(),
    ownName: text('OwnName'),
    shownName: text().generatedAlwaysAs(sql`"OwnName" || 'x'`),
    createdAt: timestamp().notNull().defaultNow(),
  },
  (t) => [
    index().on(t.HTMLContent),
    uniqueIndex('byAddress').on(t.address2Line, t.ownName),
    index('by_expression')
      .on(sql`lower(${t.emailAddress})`)
      .where(sql`${t.createdAt} > '2020-01-01'`),
    unique().on(t.emailAddress, t.address2Line),
    check('addressCheck', sql`${t.emailAddress} <> '' and ${t.ownName} <> ''`),
    pgPolicy('readOwn', { for: 'select', using: sql`${t.emailAddress} = current_user` }),
  ],
);
export const orders = pgTable(
  'orders',
  {
    orderId: integer(),
    lineNumber: integer(),
    userId: integer().references(() => users.userId, { onDelete: 'cascade' }),
    parentOrder: integer(),
    parentLine: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.lineNumber] }),
    foreignKey({ columns: [t.parentOrder, t.parentLine], foreignColumns: [t.orderId, t.lineNumber] }),
  ],
);
/** Of one table: Drizzle writes the names into the query before it knows of the option. */
export const addresses = pgView('addresses').as((query) =>
  query
    .select({
      userId: users.userId,
      emailAddress: users.emailAddress,
      ownName: users.ownName,
      shouted: sql<string>`upper(${users.emailAddress})`.as('shouted'),
    })
    .from(users)
    .where(sql`${users.createdAt} > '2020-01-01'`),
);
export const mailing = pgView('mailing').as((query) =>
  query
    .select({ emailAddress: users.emailAddress, orderId: orders.orderId })
    .from(users)
    .innerJoin(orders, eq(orders.userId, users.userId)),
);
