import { gt, sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  check,
  customType,
  doublePrecision,
  foreignKey,
  index,
  integer,
  json,
  jsonb,
  pgMaterializedView,
  pgPolicy,
  pgRole,
  pgSchema,
  pgSequence,
  pgTable,
  pgView,
  point,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Fact } from '../../../src/catalog/object.ts';

/** What a schema declares, and expressions as Postgres prints those that are easily made wrongly. */
interface Declarations {
  readonly schema: object;
  /** By kind, name and fact. */
  readonly printed?: Readonly<Record<string, Fact>>;
}

const app = pgSchema('app');
const mood = app.enum('mood', { Sad: 'sad', Fine: "it's \\ fine" });
const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const qualified = customType<{ data: string }>({ dataType: () => 'pg_catalog.varchar(7)' });
const plain = pgTable('plain', { id: integer('id').primaryKey(), a: text('a') });

const first = pgTable(
  'first',
  { a: integer('a').primaryKey(), b: integer('b').references((): AnyPgColumn => first.a) },
  (table): ReturnType<typeof foreignKey>[] => [
    foreignKey({ columns: [table.b], foreignColumns: [second.a] }).onDelete('set null'),
  ],
);
const second = pgTable('second', { a: integer('a').primaryKey() }, (table) => [
  foreignKey({ columns: [table.a], foreignColumns: [first.a], name: "second's key" }).onUpdate('cascade'),
]);

/** Declarations that are easily made wrongly, most of them by drizzle-kit too. */
export const DECLARATIONS: Readonly<Record<string, Declarations>> = {
  'parameters in a check, a condition and a policy': {
    schema: {
      t: pgTable('t', { id: integer('id').primaryKey(), a: text('a') }, (table) => [
        check('c', gt(table.id, 18)),
        index('i')
          .on(table.a)
          .where(sql`${table.a} = ${"it's"}`),
        pgPolicy('p', { using: gt(table.id, 18), withCheck: sql`${table.a} <> ${'x'}` }),
      ]),
    },
    printed: {
      'check c expression': '(id > 18)',
      'index i where': `(a = 'it''s'::text)`,
      'policy p using': '(id > 18)',
      'policy p check': `(a <> 'x'::text)`,
    },
  },
  'an enum of a namespace, alone and in an array': {
    schema: {
      app,
      mood,
      t: app.table('t', {
        one: mood('one').notNull().default("it's \\ fine"),
        many: mood('many').array().default(['sad']),
      }),
    },
    printed: {
      'column one type': 'app.mood',
      'column one default': `'it''s \\ fine'::app.mood`,
      'column many type': 'app.mood[]',
      'column many default': `'{sad}'::app.mood[]`,
    },
  },
  'a qualified type': {
    schema: { t: pgTable('t', { a: qualified('a').default('x') }) },
    printed: { 'column a type': 'character varying(7)', 'column a default': `'x'::character varying` },
  },
  'an array with sizes': {
    schema: { t: pgTable('t', { a: integer('a').array(3).array(4) }) },
    printed: { 'column a type': 'integer[]' },
  },
  'orders, nulls and operator classes at once': {
    schema: {
      t: pgTable('t', { a: text('a'), b: text('b') }, (table) => [
        index('i').on(
          table.a.desc().nullsLast().op('text_pattern_ops'),
          sql`lower(${table.b}) desc nulls first`,
        ),
        uniqueIndex('u').using('btree', table.b.nullsFirst()).with({ fillfactor: 70 }),
      ]),
    },
  },
  'generated columns': {
    schema: {
      t: pgTable('t', {
        a: text('a').generatedAlwaysAs(sql`${"it's"} || 'x'`),
        b: integer('b').generatedAlwaysAs(sql`${5} + 1`),
      }),
    },
    printed: { 'column a generation': `('it''s'::text || 'x'::text)`, 'column b generation': '(5 + 1)' },
  },
  'defaults that need more than quotes': {
    schema: {
      t: pgTable('t', {
        texts: text('texts').array().default(["it's", 'say "no"', 'back\\slash', 'NULL', '', 'a b', '{c}']),
        doc: jsonb('doc').default({ a: "it's" }),
        word: json('word').default('text'),
        big: bigint('big', { mode: 'bigint' }).default(9223372036854775807n),
        place: point('place').default([1, 2]),
        none: doublePrecision('none').default(Number.NaN),
        raw: bytes('raw').default(Buffer.from('a\0b')),
        later: timestamp('later').default(sql`now() at time zone 'utc'`),
        noted: integer('noted').default(sql`1 -- one`),
        date: timestamp('date').default(new Date(0)),
      }),
    },
    printed: {
      'column texts default': `'{it''s,"say \\"no\\"","back\\\\slash","NULL","","a b","{c}"}'::text[]`,
      'column doc default': `'{"a": "it''s"}'::jsonb`,
      'column word default': `'"text"'::json`,
      'column big default': `'9223372036854775807'::bigint`,
      'column place default': `'(1,2)'::point`,
      'column none default': `'NaN'::double precision`,
      'column raw default': `'\\x610062'::bytea`,
      'column later default': `(now() AT TIME ZONE 'utc'::text)`,
      'column noted default': '1',
      'column date default': `'1970-01-01 00:00:00'::timestamp without time zone`,
    },
  },
  'odd punctuation': {
    schema: {
      t: pgTable('t', { a: text('a') }, (table) => [
        check('c', sql`${table.a} <> ');--' -- for sure`),
        pgPolicy('p', { using: sql`${table.a} <> '--' -- too` }),
      ]),
    },
    printed: { 'check c expression': `(a <> ');--'::text)`, 'policy p using': `(a <> '--'::text)` },
  },
  'views that stand before what they read': {
    schema: {
      plain,
      aa: pgView('aa', { id: integer('id') }).as(sql`select id from zb`),
      mm: pgMaterializedView('mm', { id: integer('id') })
        .with({ fillfactor: 60 })
        .withNoData()
        .as(sql`select id from aa -- last`),
      zb: pgView('zb')
        .with({ checkOption: 'local', securityBarrier: true, securityInvoker: true })
        .as((query) => query.select().from(plain)),
    },
  },
  'circles of foreign keys, and a table that leads to itself': { schema: { first, second } },
  'names that are too long': {
    schema: {
      long: pgTable(
        'a_table_with_a_name_that_goes_on_for_very_long_and_then_some_more_of_it',
        { key: integer('a_column_with_a_long_name_too').unique(), id: serial('id'), other: integer('other') },
        (table) => [
          primaryKey({ columns: [table.key, table.id] }),
          index('an_index_with_a_name_that_goes_on_for_very_long_and_then_some_more_of_it').on(table.other),
          check('ü'.repeat(40), sql`${table.other} > 0`),
        ],
      ),
    },
  },
  'several keys on the same columns': {
    schema: {
      t: pgTable('t', { a: integer('a').primaryKey(), b: integer('b').unique() }, (table) => [
        unique('again').on(table.b),
        unique('and_again').on(table.a).nullsNotDistinct(),
      ]),
    },
  },
  'sequences, and columns that count': {
    schema: {
      down: pgSequence('down', { increment: -1, startWith: 5, maxValue: 10, cache: 3, cycle: true }),
      t: pgTable('t', {
        a: integer('a').generatedAlwaysAsIdentity({ name: 'say "no"', startWith: 100, maxValue: 1000 }),
        b: bigint('b', { mode: 'number' }).generatedByDefaultAsIdentity({ increment: -2 }),
        c: serial('c'),
      }),
    },
  },
  'roles and policies': {
    schema: {
      reader: pgRole('keelson render "reader"', { createDb: true, inherit: false }),
      there: pgRole('keelson render writer').existing(),
      t: pgTable('t', { a: integer('a') }, () => [
        pgPolicy('p', {
          as: 'restrictive',
          for: 'update',
          to: 'keelson render "reader"',
          using: sql`true`,
        }),
        pgPolicy('q', { for: 'insert', withCheck: sql`exists (select from t where a > 1)` }),
      ]),
      bare: pgTable('bare', {}).enableRLS(),
    },
    printed: { 'role keelson render "reader" createRole': false },
  },
};
