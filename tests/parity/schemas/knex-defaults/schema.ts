import {
  bigint,
  boolean,
  doublePrecision,
  integer,
  jsonb,
  numeric,
  pgTable,
  text,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';

/** Knex puts every default between quotes, Drizzle does not. */
export const rows = pgTable('rows', {
  id: uuid().primaryKey().defaultRandom(),
  whole: integer().notNull().default(0),
  negative: integer().default(-1),
  big: bigint({ mode: 'number' }).default(5),
  bigger: bigint({ mode: 'bigint' }).default(-5n),
  yes: boolean().notNull().default(true),
  no: boolean().default(false),
  price: numeric({ precision: 8, scale: 2 }).default('1.50'),
  priceNumber: numeric('price_number', { precision: 8, scale: 2, mode: 'number' }).default(2),
  ratio: doublePrecision().default(0.1),
  name: varchar({ length: 255 }).default('x'),
  text: text().default(''),
  document: jsonb().default({ b: 1, a: [] }),
});
