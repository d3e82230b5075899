import { pgEnum, pgSchema, pgSequence, pgTable, serial } from 'drizzle-orm/pg-core';

export const types = pgSchema('types');
export const empty = pgSchema('empty');

/** Enums, sequences and namespaces. */
export const mood = pgEnum('mood', ['sad', 'ok', 'happy']);
export const level = types.enum('level', ['low', 'mid', 'high']);
export const unused = types.enum('unused', ['a', 'b']);
export const plain = pgSequence('plain');
export const full = types.sequence('full', {
  startWith: 100,
  increment: 5,
  minValue: 10,
  maxValue: 1000,
  cache: 20,
  cycle: true,
});
export const moods = pgTable('moods', {
  id: serial().primaryKey(),
  mood: mood().default('ok'),
  level: level().array(),
});
