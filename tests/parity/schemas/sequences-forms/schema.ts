import { pgSchema, pgSequence } from 'drizzle-orm/pg-core';

export const app = pgSchema('app');

export const plain = pgSequence('plain');
export const empty = pgSequence('empty', {});
export const full = pgSequence('full', {
  startWith: 100,
  increment: 5,
  minValue: 10,
  maxValue: 1000,
  cache: 20,
  cycle: true,
});
export const texts = pgSequence('texts', {
  startWith: '9000000000000000000',
  increment: '3',
  minValue: '-9223372036854775808',
  maxValue: '9223372036854775807',
  cache: '2',
  cycle: false,
});
export const backwards = pgSequence('backwards', { increment: -1, startWith: -1 });
export const backwardsFrom = pgSequence('backwards_from', {
  increment: -2,
  maxValue: 10,
  minValue: -10,
  startWith: 10,
});
export const startless = pgSequence('startless', { minValue: 42 });
export const quoted = app.sequence('Quoted Sequence', { startWith: 2 });
