import { pgSchema, pgTable } from 'drizzle-orm/pg-core';

export const s1 = pgSchema('s1');
export const kind = s1.enum('Kind', ['x', 'y']);

export const kinds = pgTable('kinds', {
  all: kind().array(),
  some: kind().array().default(['x']),
  deep: kind().array().array().notNull(),
});
