import { sql } from 'drizzle-orm';
import { pgEnum, pgSchema, pgTable } from 'drizzle-orm/pg-core';

export const odd = pgSchema('Odd one');
export const state = odd.enum('E Num', ['a b', "it's", 'x']);
export const level = pgEnum('level', ['low', 'high']);
const Size = { Small: 's', Large: 'l' } as const;
export const size = pgEnum('size', Size);

/** Labels with every quoting, in other namespaces, and in arrays. */
export const things = pgTable('things', {
  state: state().notNull().default('a b'),
  quoted: state().default("it's"),
  states: state().array().notNull().default(['a b', 'x']),
  noStates: state('no_states').array().default([]),
  level: level().notNull().default('low'),
  cast: level().default(sql`'high'::level`),
  castQualified: level('cast_qualified').default(sql`'high'::public.level`),
  bare: level().default(sql`'high'`),
  size: size().default(Size.Large),
  sizes: size().array().default([Size.Small]),
});
