import { and, eq, gt, sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  index,
  integer,
  numeric,
  pgEnum,
  pgPolicy,
  pgTable,
  pgView,
  QueryBuilder,
  text,
  time,
  timestamp,
  varchar,
} from 'drizzle-orm/pg-core';

export const role = pgEnum('role', ['admin', 'user', 'guest']);

export const tenants = pgTable('tenants', { id: integer().primaryKey(), owner: text().notNull() });

/** What can be written in several ways that Postgres prints as they were written. */
export const forms = pgTable(
  'forms',
  {
    id: integer().primaryKey(),
    tenant: integer(),
    name: varchar({ length: 20 }),
    flag: boolean(),
    due: timestamp({ withTimezone: true }).default(sql`now() + interval '7 days'`),
    utc: timestamp().default(sql`(now() at time zone 'utc')`),
    short: timestamp({ precision: 3 }).defaultNow(),
    zoned: timestamp({ precision: 3, withTimezone: true }).default(sql`CURRENT_TIMESTAMP(3)`),
    until: date().default(sql`CURRENT_DATE + 30`),
    word: text().default(sql`now()::text`),
    seconds: numeric().default(sql`extract(epoch from now())`),
    clock: time().defaultNow(),
    stamp: timestamp({ withTimezone: true }).defaultNow(),
    price: numeric({ precision: 10, scale: 2 }).default('0.00'),
    role: role().default('guest'),
    roles: role().array().default(['user', 'guest']),
    deleted: timestamp(),
  },
  (t) => [
    check('forms_due', sql`${t.due} <= now()`),
    check('forms_until', sql`${t.until} <= current_date`),
    check('forms_name', sql`trim(${t.name}) <> ''`),
    check('forms_start', sql`substring(${t.name} from 1 for 2) = 'ab'`),
    index('forms_all')
      .on(t.deleted)
      .where(sql`true`),
    index('forms_deleted').on(sql`date(${t.deleted})`),
    index('forms_flag')
      .on(t.name)
      .where(sql`${t.flag}`),
    pgPolicy('forms_own', {
      using: sql`exists (select 1 from ${tenants} where ${tenants.id} = ${t.tenant} and ${tenants.owner} = current_user)`,
    }),
  ],
);

const query = new QueryBuilder();
export const recent = pgView('recent').as(
  query
    .select({ id: forms.id, now: sql<Date>`now()`.as('now') })
    .from(forms)
    .where(gt(forms.id, 5)),
);
export const flagged = pgView('flagged').as(
  query
    .select({ id: forms.id, owner: tenants.owner })
    .from(forms)
    .innerJoin(tenants, eq(tenants.id, forms.tenant))
    .where(and(eq(forms.flag, true), sql`trim(${forms.name}) <> ''`)),
);
