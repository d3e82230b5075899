import { bigserial, integer, pgSchema, serial, smallserial, pgTable } from 'drizzle-orm/pg-core';

export const app = pgSchema('Quoted App');

export const small = pgTable('small', { id: smallserial().primaryKey() });
export const usual = pgTable('usual', { id: serial().primaryKey(), other: serial(), number: integer() });
export const big = pgTable('big', { id: bigserial({ mode: 'number' }).primaryKey() });
/** Drizzle does not call this one not null, Postgres does. */
export const bigger = pgTable('bigger', { id: bigserial({ mode: 'bigint' }) });
export const quoted = app.table('Quoted Table', { id: serial('Quoted Id').primaryKey() });
