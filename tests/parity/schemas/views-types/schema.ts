import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  numeric,
  pgEnum,
  pgTable,
  pgView,
  serial,
  text,
  timestamp,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';

export const mood = pgEnum('mood', ['sad', 'ok']);

export const source = pgTable('source', {
  id: serial().primaryKey(),
  mood: mood().notNull().default('ok'),
  code: varchar({ length: 5 }).notNull(),
  key: uuid().defaultRandom(),
});

/** Columns that are serial, have a default or are not null in the table are none of it in the view. */
export const picked = pgView('picked').as((query) => query.select().from(source));
export const worked = pgView('worked', {
  total: bigint({ mode: 'number' }).notNull(),
  mean: numeric(),
  any: boolean(),
  last: timestamp({ withTimezone: true }),
  moods: mood().array(),
  code: varchar({ length: 5 }),
  label: text(),
}).as(sql`
  select count(*) as total, avg(id) as mean, bool_or(id > 1) as any, now() as last, array_agg(mood) as moods,
    code, min(code)::text as label
  from source group by code`);
