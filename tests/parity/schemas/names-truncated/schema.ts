import { integer, pgEnum, pgSchema, pgSequence, pgTable, serial, text } from 'drizzle-orm/pg-core';

const long = (letter: string): string => letter.repeat(70);

/** Names that Postgres cuts: at 63 bytes, and never inside of a character. */
export const namespace = pgSchema(long('n'));
export const kind = pgEnum(long('k'), ['a', 'b']);
export const sequence = pgSequence(long('s'));
export const table = pgTable(long('t'), {
  id: serial().primaryKey(),
  column: text(long('c')).unique(),
  kind: kind(),
  twoBytes: text(long('ü')),
  fourBytes: integer(`x${'😀'.repeat(20)}`),
});
export const inside = namespace.table(long('ö'), {
  id: integer(long('i')).primaryKey().generatedAlwaysAsIdentity(),
  table: integer().references(() => table.id),
});
