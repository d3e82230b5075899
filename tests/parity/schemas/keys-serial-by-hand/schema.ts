import { bigserial, pgTable, serial, text } from 'drizzle-orm/pg-core';

/** What `serial` is short for, written out, and a sequence that was given another name. */
export const tickets = pgTable('tickets', { id: serial().primaryKey(), title: text() });
export const seats = pgTable('seats', { id: bigserial({ mode: 'number' }).primaryKey() });
