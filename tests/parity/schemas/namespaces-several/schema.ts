import { sql } from 'drizzle-orm';
import { integer, pgSchema, pgTable, text } from 'drizzle-orm/pg-core';

export const first = pgSchema('first');
export const second = pgSchema('Second Two');
export const reserved = pgSchema('select');
/** Declared, and nothing in it. */
export const empty = pgSchema('empty');

export const a = first.table('a', { id: integer().primaryKey().generatedAlwaysAsIdentity() });
export const b = second.table('b', { id: integer().primaryKey().generatedAlwaysAsIdentity({ cache: 1 }) });
export const c = reserved.table('table', { id: integer('column').primaryKey() });
export const sameA = pgTable('a', { id: integer().primaryKey(), own: integer().references(() => a.id) });
export const seen = second.view('a', { id: integer() }).as(sql`select id from first.a`);
export const kind = second.enum('kind', ['x']);
export const kinds = first.table('kinds', { kind: kind(), note: text() });
export const counter = second.sequence('b_counter');
