import { pgEnum, pgTable } from 'drizzle-orm/pg-core';

/** One name for two lists of values. */
export const first = pgEnum('state', ['new', 'old']);
export const second = pgEnum('state', ['old', 'new']);
export const one = pgTable('one', { first: first(), second: second() });
