import {
  bigint,
  boolean,
  integer,
  jsonb,
  numeric,
  pgEnum,
  pgTable,
  point,
  text,
  timestamp,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';

export const mood = pgEnum('mood', ['sad', 'ok', 'happy']);

/** Arrays of plain types, of types with parameters and of an enum, of one dimension and of several. */
export const lists = pgTable('lists', {
  texts: text().array(),
  tables: text().array().array(),
  cubes: integer().array().array().array(),
  varied: varchar({ length: 10 }).array(),
  exact: numeric({ precision: 10, scale: 2 }).array().notNull(),
  moments: timestamp({ precision: 3, withTimezone: true }).array(),
  momentTexts: timestamp('moment_texts', { precision: 3, mode: 'string' }).array(),
  moods: mood().array(),
  moodTables: mood('mood_tables').array().array(),
  keys: uuid().array(),
  documents: jsonb().array(),
  flags: boolean().array(),
  big: bigint({ mode: 'bigint' }).array(),
  spots: point().array(),
});
