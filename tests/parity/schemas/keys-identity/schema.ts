import { bigint, integer, pgSchema, pgTable, smallint } from 'drizzle-orm/pg-core';

export const app = pgSchema('Quoted App');

/** One that is always made and one that may be given, for each type that can be. */
export const plain = pgTable('plain', { id: integer().primaryKey().generatedAlwaysAsIdentity() });
export const given = pgTable('given', { id: bigint({ mode: 'number' }).generatedByDefaultAsIdentity() });
export const small = pgTable('small', {
  id: smallint().generatedAlwaysAsIdentity({ startWith: 100, increment: 10 }),
});
export const full = pgTable('full', {
  id: bigint({ mode: 'bigint' }).generatedByDefaultAsIdentity({
    startWith: '9000000000000000000',
    increment: 2,
    minValue: -5,
    maxValue: '9223372036854775806',
    cache: 20,
    cycle: true,
  }),
});
export const named = pgTable('named', {
  id: integer().generatedAlwaysAsIdentity({ name: 'numbers of named', startWith: 7 }),
});
export const backwards = pgTable('backwards', {
  id: integer().generatedAlwaysAsIdentity({ increment: -1, startWith: -1 }),
});
export const quoted = app.table('Quoted Table', {
  id: integer('Quoted Id').generatedAlwaysAsIdentity({ cache: 5 }),
});
