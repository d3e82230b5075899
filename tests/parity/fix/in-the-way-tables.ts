import { sql } from 'drizzle-orm';
import {
  check,
  customType,
  foreignKey,
  index,
  integer,
  numeric,
  pgEnum,
  pgPolicy,
  pgTable,
  pgView,
  serial,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

export const role = pgEnum('role', ['admin', 'user', 'guest']);
export const state = pgEnum('state', ['open', 'shut']);

export const people = pgTable(
  'people',
  { id: integer('id').primaryKey(), role: role('role').notNull().default('guest'), state: state('state') },
  (t) => [
    check('people_guests', sql`${t.role} <> 'admin' or ${t.id} > 0`),
    index('people_open')
      .on(t.id)
      .where(sql`${t.state} = 'open'`),
    index('people_state').on(t.state),
  ],
);
export const team = pgEnum('team', ['red']);
export const teams = pgTable('teams', { home: team('home').notNull(), guest: team('guest') }, (t) => [
  check('teams_differ', sql`${t.home} <> ${t.guest}`),
]);

export const org = pgTable('org', { id: uuid('id').primaryKey(), parent: uuid('parent') }, (t) => [
  foreignKey({ name: 'org_parent', columns: [t.parent], foreignColumns: [t.id] }),
]);
export const task = pgTable('task', { org: uuid('org').references(() => org.id, { onDelete: 'cascade' }) });
export const note = pgTable('note', {
  id: serial('id').primaryKey(),
  org: uuid('org').references(() => org.id),
});
export const ID = '00000000-0000-0000-0000-000000000001';

export const goods = pgTable(
  'goods',
  {
    id: integer('id').primaryKey(),
    name: text('name').notNull(),
    amount: integer('amount').default(3),
    twice: integer('twice').generatedAlwaysAs(sql`amount * 2`),
  },
  (t) => [
    check('goods_amount', sql`${t.amount} > 0`),
    check('goods_name', sql`${t.name} <> ''`),
    index('goods_lower').on(sql`lower(${t.name})`),
    index('goods_many')
      .on(t.id)
      .where(sql`${t.amount} > 100`),
    index('goods_twice').on(t.twice),
    pgPolicy('goods_named', { using: sql`name <> 'x' and amount > 1` }),
  ],
);
export const named = pgView('named', { id: integer('id'), name: text('name') }).as(
  sql`select id, name from goods where name <> '' and amount > 5`,
);
export const GOODS = (nameType: string, amountType: string): string => `
  create table goods (id integer primary key, name ${nameType} not null, amount ${amountType} default 3,
    twice integer generated always as (amount * 2) stored,
    constraint goods_amount check (amount > 0), constraint goods_name check (name <> ''));
  create index goods_lower on goods (lower(name));
  create index goods_many on goods (id) where amount > 100;
  create index goods_twice on goods (twice);
  alter table goods enable row level security;
  create policy goods_named on goods using (name <> 'x' and amount > 1);
  create view named as select id, name from goods where name <> '' and amount > 5;
  insert into goods (id, name, amount) values (1, 'One', 7);`;

export const owner = pgTable('owner', { code: integer('code').notNull(), other: integer('other') }, (t) => [
  uniqueIndex('owner_code').on(t.code),
]);
export const constrained = pgTable(
  'owner',
  { code: integer('code').notNull(), other: integer('other') },
  (t) => [unique('owner_code').on(t.code)],
);
export const owned = pgTable('owned', { code: integer('code') }, (t) => [
  foreignKey({ name: 'owned_code', columns: [t.code], foreignColumns: [owner.code] }),
]);
export const keyed = pgTable('owner', { code: integer('code').primaryKey(), other: integer('other') });

export const room = pgTable(
  'room',
  {
    id: serial('id').primaryKey(),
    a: text('a').unique(),
    b: text('b'),
    kind: text('kind'),
  },
  (t) => [index('room_a').on(t.a)],
);
export const guest = pgTable(
  'guest',
  { id: integer('id').primaryKey(), firstName: text('first_name'), lastName: text('last_name') },
  (t) => [
    check('guest_named', sql`${t.firstName} <> '' or ${t.lastName} <> ''`),
    index('guest_lower').on(sql`lower(${t.firstName} || ${t.lastName})`),
    pgPolicy('guest_policy', { using: sql`first_name <> last_name` }),
  ],
);
export const place = pgTable('place', { id: integer('id'), pos: integer('pos') });

export const places = pgView('places').as((qb) => qb.select().from(place));
export const overPlaces = pgView('over_places', { id: integer('id') }).as(sql`select id from places`);
export const label = pgEnum('label', ['a', 'b', 'c']);
export const labelled = pgTable(
  'labelled',
  {
    id: integer('id').primaryKey(),
    label: label('label').default('c'),
    all: label('all').array().default(['c']),
  },
  (t) => [
    check('labelled_check', sql`${t.label} <> 'c' or ${t.id} > 0`),
    index('labelled_c')
      .on(t.id)
      .where(sql`${t.label} = 'c'`),
  ],
);
export const extra = pgTable('extra', { id: integer('id').primaryKey(), label: label('label').default('c') });
export const timed = pgTable('timed', {
  id: integer('id'),
  at: timestamp('at', { withTimezone: true }).defaultNow(),
});
export const priced = pgTable(
  'priced',
  { id: integer('id'), price: numeric('price', { precision: 10, scale: 2 }) },
  (t) => [check('priced_price', sql`${t.price} > 0`)],
);

export const spelled = pgTable(
  'spelled',
  { name: customType<{ data: string }>({ dataType: () => 'text collate "C"' })('name') },
  (t) => [index('spelled_name').on(t.name)],
);
