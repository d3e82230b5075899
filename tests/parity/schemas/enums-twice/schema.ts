import { integer, pgEnum, pgSequence, pgTable } from 'drizzle-orm/pg-core';

/** As two modules that each declare what they need. */
export const first = {
  state: pgEnum('state', ['new', 'old']),
  numbers: pgSequence('numbers', { startWith: 5 }),
};
export const second = {
  state: pgEnum('state', ['new', 'old']),
  numbers: pgSequence('numbers', { startWith: 5 }),
};
export const one = pgTable('one', { id: integer(), state: first.state().default('new') });
export const two = pgTable('two', { id: integer(), state: second.state().array() });
