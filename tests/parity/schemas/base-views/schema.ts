import { gt, sql } from 'drizzle-orm';
import {
  bigint,
  integer,
  pgMaterializedView,
  pgSchema,
  pgTable,
  pgView,
  text,
  varchar,
} from 'drizzle-orm/pg-core';

const old = pgSchema('old');
export const app = pgSchema('app');

export const people = pgTable('people', {
  id: integer().primaryKey(),
  name: text().notNull(),
  age: integer(),
  kind: varchar({ length: 10 }),
});
/** Views of every kind. */
export const adults = pgView('adults').as((query) => query.select().from(people).where(gt(people.age, 17)));
export const typed = app
  .view('typed', { id: integer(), shout: text() })
  .as(sql`select id, upper(name) as shout from people order by id limit 10`);
export const guarded = pgView('guarded', { id: integer(), age: integer() })
  .with({ checkOption: 'local', securityBarrier: true, securityInvoker: true })
  .as(sql`select id, age from people where age > 5`);
export const kinds = pgView('kinds', { kind: varchar({ length: 10 }) }).as(
  sql`select kind from people where kind in ('a', 'b')`,
);
export const counts = pgMaterializedView('counts', { age: integer(), n: integer() })
  .with({ fillfactor: 70 })
  .as(sql`select age, count(*)::integer as n from people group by age`);
export const hollow = app
  .materializedView('hollow')
  .withNoData()
  .as((query) => query.select({ id: people.id }).from(people));
export const oldPeople = old.view('people', { id: bigint({ mode: 'number' }), name: text() }).existing();
