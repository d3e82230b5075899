import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import {
  bigint,
  bit,
  boolean,
  char,
  customType,
  date,
  doublePrecision,
  inet,
  integer,
  interval,
  json,
  jsonb,
  line,
  numeric,
  pgEnum,
  point,
  real,
  smallint,
  text,
  time,
  timestamp,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import type { AnyPgColumn, PgColumnBuilderBase } from 'drizzle-orm/pg-core';
import fc from 'fast-check';

/** A sort of column that a random schema may have. */
export interface Kind {
  readonly builder: (name: string) => PgColumnBuilderBase;
  /** Values that may be its default. */
  readonly values: fc.Arbitrary<unknown>;
  /** Expressions that may be its default. */
  readonly expressions?: readonly string[];
  /** Whether a btree takes it, and with it a key. */
  readonly sorted: boolean;
  /** Conditions on a column of it. */
  readonly conditions: readonly ((column: AnyPgColumn) => SQL)[];
  /** Expressions over a column of it that an index or a generated text may have. */
  readonly works?: readonly ((column: AnyPgColumn) => SQL)[];
}

/** An enum that every random schema has. */
export const mood = pgEnum('Random "Mood"', ['sad', "it's ok", 'happy, very', 'NULL', '']);

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const alias = customType<{ data: number }>({ dataType: () => 'INT4' });

const words = fc.oneof(
  fc.constantFrom(
    '',
    'x',
    "it's",
    'a::b',
    'now()',
    'back\\slash',
    '{a,"b"}',
    'null',
    '$1',
    'a\nb',
    '--',
    '/*',
  ),
  // Postgres keeps no character zero.
  fc.string({ unit: 'grapheme', maxLength: 8 }).filter((word) => !word.includes('\0')),
);
const moments = fc.date({ noInvalidDate: true, min: new Date('1000-01-01'), max: new Date('9000-01-01') });
const documents = fc
  .jsonValue({ maxDepth: 2 })
  .filter((value) => value !== null && !JSON.stringify(value).includes(String.raw`\u0000`));

const present = (column: AnyPgColumn): SQL => sql`${column} is not null`;
const filled = (column: AnyPgColumn): SQL => sql`length(${column}) between 1 and 9`;
const listed = (column: AnyPgColumn): SQL => sql`${column} in ('a', ${"b'c"})`;
const positive = (column: AnyPgColumn): SQL => sql`${column} > ${0} or ${column} = -5`;
const lowered = (column: AnyPgColumn): SQL => sql`lower(${column})`;
const more = (column: AnyPgColumn): SQL => sql`(${column} + ${1})`;

const plain = (builder: Kind['builder'], values: fc.Arbitrary<unknown>, rest: Partial<Kind> = {}): Kind => ({
  builder,
  values,
  sorted: true,
  conditions: [present],
  ...rest,
});

/** Sorts of columns, each with what may be said of it. */
export const KINDS: readonly Kind[] = [
  plain((name) => integer(name), fc.integer(), {
    conditions: [present, positive],
    works: [more],
    expressions: ['1 + 2', '(5)', "'7'"],
  }),
  plain((name) => smallint(name), fc.integer({ min: -32768, max: 32767 }), {
    conditions: [present, positive],
  }),
  plain((name) => bigint(name, { mode: 'bigint' }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), {
    conditions: [present, positive],
  }),
  plain((name) => bigint(name, { mode: 'number' }), fc.maxSafeInteger()),
  plain(
    (name) => numeric(name, { precision: 12, scale: 3 }),
    fc.integer({ max: 99999999 }).map((n) => (n / 1000).toFixed(3)),
  ),
  plain((name) => numeric(name), fc.constantFrom('1', '1.00', '-0.5', 'NaN', '1e30')),
  plain((name) => real(name), fc.constantFrom(0, 1.5, -2.25, NaN, Infinity)),
  plain((name) => doublePrecision(name), fc.double()),
  plain((name) => boolean(name), fc.boolean(), {
    conditions: [present, (column) => sql`not ${column}`],
    expressions: ['false', "'t'"],
  }),
  plain((name) => text(name), words, {
    conditions: [present, filled, listed],
    works: [lowered],
    expressions: ["lower('ABC')", "'a' || 'b'", 'current_user'],
  }),
  plain((name) => varchar(name, { length: 20 }), words, { conditions: [present, listed], works: [lowered] }),
  plain((name) => varchar(name), words, { conditions: [listed] }),
  plain((name) => char(name, { length: 5 }), fc.constantFrom('a', "b'", '     ')),
  plain((name) => uuid(name), fc.uuid(), { expressions: ['gen_random_uuid()'] }),
  plain((name) => date(name), fc.constantFrom('2020-1-2', 'infinity', 'January 5, 1999'), {
    expressions: ['CURRENT_DATE'],
  }),
  plain((name) => time(name, { precision: 3 }), fc.constantFrom('3:04', '23:59:59.9994')),
  plain((name) => timestamp(name), moments, {
    expressions: ["now() + interval '7 days'", "now() at time zone 'utc'"],
  }),
  plain((name) => timestamp(name, { withTimezone: true, precision: 3 }), moments, {
    expressions: ['current_timestamp'],
  }),
  plain(
    (name) => timestamp(name, { mode: 'string', withTimezone: true }),
    fc.constantFrom('2020-01-02 03:04:05', 'epoch'),
  ),
  plain((name) => interval(name), fc.constantFrom('1 day', '24 hours', 'P1Y2M', '-3 minutes')),
  plain(
    (name) => interval(name, { fields: 'day to second', precision: 2 }),
    fc.constantFrom('1 day 2.345 seconds'),
  ),
  plain((name) => inet(name), fc.ipV4()),
  plain((name) => mood(name), fc.constantFrom(...mood.enumValues), {
    conditions: [(column) => sql`${column} <> 'sad'`],
  }),
  plain(
    (name) => bytea(name),
    fc.uint8Array({ maxLength: 5 }).map((bytes) => Buffer.from(bytes)),
  ),
  plain((name) => alias(name), fc.integer()),
  plain((name) => bit(name, { dimensions: 3 }), fc.constantFrom('000', '101')),
  plain((name) => jsonb(name), documents, { expressions: ['jsonb_build_object(1, 2)'] }),
  plain((name) => json(name), documents, { sorted: false }),
  plain((name) => point(name), fc.tuple(fc.integer(), fc.integer()), { sorted: false }),
  plain((name) => line(name), fc.constant([1, 2, 3]), { sorted: false }),
  plain((name) => text(name).array(), fc.array(words, { maxLength: 4 }), {
    expressions: ["'{}'::text[]", 'ARRAY[]::text[]'],
  }),
  plain((name) => integer(name).array(), fc.array(fc.integer(), { maxLength: 4 })),
  plain((name) => mood(name).array(), fc.array(fc.constantFrom(...mood.enumValues), { maxLength: 4 })),
  plain((name) => jsonb(name).array(), fc.array(documents, { maxLength: 3 })),
];
