import {
  bigint,
  boolean,
  date,
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

export const kind = pgEnum('kind', ['a', "it's", 'b c', 'NULL', '"q"', 'x,y']);

/** Elements with every character that means something inside of an array. */
export const arrays = pgTable('arrays', {
  empty: text().array().default([]),
  two: text().array().default(['a', 'b']),
  blanks: varchar().array().default(['a,b', 'c d']),
  hard: text()
    .array()
    .default(["it's", 'q"uote', 'back\\slash', 'NULL', 'null', '', ' a b ', '{c}', 'x,y', '\n', 'ü']),
  whole: integer().array().default([1, -2]),
  deep: integer()
    .array()
    .array()
    .default([
      [1, 2],
      [3, 4],
    ]),
  deepTexts: text('deep_texts')
    .array()
    .array()
    .default([['a"b', "c'd"]]),
  flags: boolean().array().default([true, false]),
  exact: numeric().array().default(['1.5', '2.50']),
  big: bigint({ mode: 'bigint' }).array().default([1n, 9223372036854775807n]),
  kinds: kind().array().default(['a', "it's", 'b c', 'NULL', '"q"', 'x,y']),
  documents: jsonb()
    .array()
    .default([{ a: 1 }, { b: "it's" }]),
  noDocuments: jsonb('no_documents').array().default([]),
  moments: timestamp()
    .array()
    .default([new Date('2020-01-02T03:04:05.678Z')]),
  momentsZone: timestamp('moments_zone', { withTimezone: true })
    .array()
    .default([new Date('2020-01-02T03:04:05.678Z')]),
  days: date({ mode: 'date' })
    .array()
    .default([new Date('2020-01-02T00:00:00.000Z')]),
  dayTexts: date('day_texts').array().default(['2020-1-2']),
  keys: uuid().array().default(['A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11']),
  sized: integer().array(2).default([1, 2]),
  spots: point()
    .array()
    .default([
      [1, 2],
      [3, 4],
    ]),
});
