import { count, eq, gt, sql } from 'drizzle-orm';
import { integer, numeric, pgSchema, pgTable, pgView, text } from 'drizzle-orm/pg-core';

export const app = pgSchema('app');

export const people = pgTable('people', {
  id: integer().primaryKey(),
  name: text().notNull(),
  age: integer(),
});
export const orders = app.table('orders', {
  id: integer().primaryKey(),
  person: integer().references(() => people.id),
  total: numeric({ precision: 10, scale: 2 }).notNull(),
});

/** By Drizzle's builder and by hand, over one table and over several. */
export const adults = pgView('adults').as((query) => query.select().from(people).where(gt(people.age, 17)));
export const names = pgView('names').as((query) => query.select({ name: people.name }).from(people));
export const limited = pgView('limited').as((query) =>
  query.select().from(people).orderBy(people.name).limit(10).offset(5),
);
export const totals = app.view('totals').as((query) =>
  query
    .select({
      person: people.id,
      name: people.name,
      orders: count(orders.id).as('orders'),
      total: sql<string>`coalesce(sum(${orders.total}), 0)`.as('total'),
    })
    .from(people)
    .leftJoin(orders, eq(orders.person, people.id))
    .groupBy(people.id, people.name),
);
export const byHand = pgView('by_hand', { id: integer(), shout: text().notNull() }).as(
  sql`select id, upper(name) as shout from people where name <> ${"O'Brien"}`,
);
export const withClause = pgView('with_clause', { n: integer() }).as(
  sql`with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 5) select n from numbers`,
);
export const united = pgView('united', { name: text() }).as(
  sql`select name from people union select 'nobody' order by 1`,
);
export const quoted = app
  .view('Quoted "View"', { id: integer('Quoted Id') })
  .as(sql`select ${people.id} as "Quoted Id" from ${people}`);
export const constant = pgView('constant', { one: integer(), word: text() }).as(
  sql`select 1 as one, 'x' as word`,
);
export const windowed = pgView('windowed', { id: integer(), place: integer() }).as(
  sql`select id, (row_number() over (partition by age order by name desc))::integer as place from people`,
);
