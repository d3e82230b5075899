import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  numeric,
  pgTable,
  real,
  smallint,
  text,
  time,
  timestamp,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/pg-core';

/** The same table in other words: aliases, the other order, defaults written out. */
export const things = pgTable(
  'things',
  {
    a: integer().notNull().default(0),
    b: bigint({ mode: 'number' }),
    c: smallint().default(1),
    d: boolean().default(false).notNull(),
    e: varchar({ length: 30 }),
    f: timestamp({ withTimezone: true }).default(sql`now()`),
    g: numeric({ precision: 10, scale: 2 }),
    h: doublePrecision(),
    i: real(),
    j: time(),
    k: text().array(),
  },
  (t) => [
    index('things_a').on(t.a),
    index('things_b').on(t.b.desc().nullsFirst()),
    uniqueIndex('things_e').on(sql`lower(${t.e})`),
    check('things_positive', sql`${t.a} >= 0`),
    check('things_length', sql`length(${t.e}) > 2 and length(${t.e}) < 20`),
  ],
);
