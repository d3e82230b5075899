import { sql } from 'drizzle-orm';
import {
  boolean,
  date,
  integer,
  jsonb,
  numeric,
  pgSequence,
  pgTable,
  text,
  time,
  timestamp,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';

export const counter = pgSequence('counter');

/** Expressions as people write them, not as Postgres prints them. */
export const expressions = pgTable('expressions', {
  sum: integer().default(sql`1 + 2`),
  nested: integer().default(sql`((1 + 2) * 3)`),
  parenthesis: integer().default(sql`(5)`),
  negative: integer().default(sql`-1`),
  cast: text().default(sql`'abc'::text`),
  castStandard: text('cast_standard').default(sql`CAST('abc' AS text)`),
  castVaried: varchar('cast_varied').default(sql`'abc'::text`),
  lowered: text().default(sql`lower('ABC')`),
  next: integer().default(sql`nextval('counter')`),
  nextQualified: integer('next_qualified').default(sql`nextval('public.counter'::regclass)`),
  own: integer().default(sql`bump()`),
  ownQualified: integer('own_qualified').default(sql`public.bump(2)`),
  named: integer().default(sql`bump(by => 3)`),
  week: timestamp().default(sql`now() + interval '7 days'`),
  day: timestamp().default(sql`now() + '1 day'::interval`),
  utc: timestamp().default(sql`(now() at time zone 'utc')`),
  utcBare: timestamp('utc_bare').default(sql`now() at time zone 'utc'`),
  utcCall: timestamp('utc_call').default(sql`timezone('utc', now())`),
  currentLower: timestamp('current_lower').default(sql`current_timestamp`),
  currentPrecise: timestamp('current_precise', { precision: 3 }).default(sql`CURRENT_TIMESTAMP(3)`),
  clock: timestamp({ withTimezone: true }).default(sql`clock_timestamp()`),
  today: date().default(sql`CURRENT_DATE`),
  todayCast: date('today_cast').default(sql`now()::date`),
  hour: time().default(sql`localtime`),
  nowStamp: timestamp('now_stamp').defaultNow(),
  nowDate: date('now_date').defaultNow(),
  nowTime: time('now_time').defaultNow(),
  no: boolean().default(sql`false`),
  yes: boolean().default(sql`'t'`),
  exact: numeric().default(sql`1`),
  exactText: numeric('exact_text').default(sql`'1.00'`),
  key: uuid().default(sql`gen_random_uuid()`),
  document: jsonb().default(sql`'{}'::jsonb`),
  built: jsonb().default(sql`jsonb_build_object('a', 1, 'b', array[1, 2])`),
  builtArray: jsonb('built_array').default(sql`to_jsonb(array['x', 'y'])`),
  emptyLiteral: text('empty_literal')
    .array()
    .default(sql`'{}'::text[]`),
  emptyArray: text('empty_array')
    .array()
    .default(sql`ARRAY[]::text[]`),
  someArray: text('some_array')
    .array()
    .default(sql`ARRAY['a','b']`),
  castArray: text('cast_array')
    .array()
    .default(sql`ARRAY['a']::text[]`),
  who: text().default(sql`current_user`),
  setting: text().default(sql`current_setting('server_version')`),
  chosen: text().default(sql`case when 1 = 1 then 'a' else 'b' end`),
  coalesced: text().default(sql`coalesce(null, 'x')`),
  randomText: text('random_text').default(sql`substr(md5(random()::text), 1, 8)`),
  concatenated: text().default(sql`'a' || 'b' || 1`),
  commented: integer().default(sql`1 /* one */ + 1`),
});
