import { eq, sql } from 'drizzle-orm';
import { integer, pgMaterializedView, pgTable, pgView, text } from 'drizzle-orm/pg-core';

const table = pgTable('people', { id: integer().primaryKey(), name: text() });
const bottom = pgView('c_bottom').as((query) => query.select({ id: table.id }).from(table));
const middle = pgView('b_middle').as((query) => query.select({ id: bottom.id }).from(bottom));

/** Each reads what is exported and named after it. */
export const aTop = pgView('a_top').as((query) =>
  query.select({ id: middle.id, name: table.name }).from(middle).innerJoin(table, eq(table.id, middle.id)),
);
export const bMiddle = middle;
export const cBottom = bottom;
export const dStored = pgMaterializedView('d_stored', { id: integer() }).as(sql`select id from e_by_hand`);
export const eByHand = pgView('e_by_hand', { id: integer() }).as(sql`select id from f_stored`);
export const fStored = pgMaterializedView('f_stored', { id: integer() }).as(sql`select id from people`);
export const people = table;
