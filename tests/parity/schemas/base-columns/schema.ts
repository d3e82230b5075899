import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  char,
  customType,
  date,
  doublePrecision,
  index,
  integer,
  interval,
  json,
  jsonb,
  numeric,
  pgEnum,
  pgSchema,
  pgTable,
  serial,
  smallint,
  text,
  time,
  timestamp,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

export const shop = pgSchema('shop');
export const mood = shop.enum('mood', ['sad', 'ok', 'happy']);
export const other = pgEnum('mood', ['sad', 'ok', 'happy']);

/** Columns of many types with and without defaults, for changes behind the schema's back. */
export const items = shop.table('items', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull(),
  nickname: varchar({ length: 50 }),
  price: numeric({ precision: 10, scale: 2 }).notNull().default('0.00'),
  amount: integer().notNull().default(1),
  big: bigint({ mode: 'bigint' }).default(5n),
  small: smallint(),
  ratio: doublePrecision().default(0.1),
  flag: boolean().default(false),
  code: char({ length: 3 }),
  tags: text().array().default(['a', 'b']),
  grid: integer().array().array(),
  document: jsonb().default({ a: 1 }),
  plain: json().default({ a: 1 }),
  at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  fixed: timestamp({ withTimezone: true, mode: 'string' }).default('2020-01-02 03:04:05+00'),
  stamp: timestamp({ precision: 3 }),
  clock: time(),
  day: date().default('2020-01-02'),
  span: interval().default('1 day'),
  key: uuid().defaultRandom(),
  mood: mood().default('ok'),
  bytes: bytea().default(Buffer.from([1, 2])),
  total: numeric().generatedAlwaysAs(sql`price * amount`),
  due: timestamp().default(sql`now() + interval '7 days'`),
  lowered: text().default(sql`lower('ABC')`),
  sum: integer().default(sql`1 + 2`),
  label: text().default('x'),
});

/** Numbers that sequences give out. */
export const counters = shop.table('counters', {
  id: serial().primaryKey(),
  other: bigserial({ mode: 'number' }),
  given: bigint({ mode: 'number' }).generatedByDefaultAsIdentity({
    name: 'given_numbers',
    startWith: 100,
    increment: 10,
    minValue: 10,
    maxValue: 1000,
    cache: 5,
    cycle: true,
  }),
});

export const notes = pgTable('notes', { a: integer(), b: text(), c: text() }, (t) => [
  index('notes_a').on(t.a),
]);
export const spare = shop.table('spare', { first: integer(), second: text(), third: boolean() });
