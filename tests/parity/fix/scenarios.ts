import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgEnum,
  pgMaterializedView,
  pgPolicy,
  pgTable,
  pgView,
  primaryKey,
  serial,
  text,
  unique,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/pg-core';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';

/** A database with rows, and with things that stand in the way of a change. */
export interface Scenario {
  readonly schema: Readonly<Record<string, unknown>>;
  /** Makes the database, which differs from the schema. */
  readonly database: string;
  /** Codes that must be among its differences, where the rest of it would show nothing without them. */
  readonly codes?: readonly string[];
  /** What the database says after its fixes: a query and its only row. */
  readonly then?: readonly (readonly [query: string, row: Readonly<Record<string, unknown>>])[];
  /** Why the fixes stop, where they must: nothing is thrown away on the way. */
  readonly refused?: RegExp;
}

const mood = pgEnum('mood', ['sad', 'ok', 'happy']);
const moods = pgTable(
  'moods',
  {
    id: integer('id').primaryKey(),
    mood: mood('mood').notNull().default('ok'),
    others: mood('others').array(),
  },
  (t) => [
    check('moods_check', sql`${t.mood} <> 'sad'::mood or ${t.id} > 0`),
    index('moods_ok')
      .on(t.id)
      .where(sql`${t.mood} = 'ok'::mood`),
    pgPolicy('moods_policy', { using: sql`${t.mood} <> 'sad'::mood` }),
  ],
);
const moodView = pgView('mood_view', { id: integer('id'), mood: mood('mood') }).as(
  sql`select id, mood from moods where mood <> 'sad'::mood`,
);
const MOODS = `
  create type mood as enum ('happy', 'gone', 'ok', 'sad');
  create table moods (id integer primary key, mood mood not null default 'ok', others mood[],
    constraint moods_check check (mood <> 'sad'::mood or id > 0));
  create index moods_ok on moods (id) where mood = 'ok'::mood;
  alter table moods enable row level security;
  create policy moods_policy on moods using (mood <> 'sad'::mood);
  create view mood_view as select id, mood from moods where mood <> 'sad'::mood;
  insert into moods values (1, 'sad', '{happy,ok}'), (2, default, null);`;

const typed = pgTable(
  'typed',
  {
    id: integer('id').primaryKey(),
    amount: integer('amount').default(7),
    twice: integer('twice').generatedAlwaysAs(sql`amount * 2`),
    short: varchar('short', { length: 5 }),
    list: text('list').array(),
    first: integer('first'),
    flag: integer('flag'),
  },
  (t) => [
    index('typed_twice').on(t.twice),
    check('typed_positive', sql`${t.amount} > 0`),
    pgPolicy('typed_policy', { using: sql`${t.amount} > 1` }),
  ],
);
const typedView = pgView('typed_view', { amount: integer('amount') }).as(sql`select amount from typed`);
const typedOver = pgView('typed_over', { amount: integer('amount') }).as(sql`select amount from typed_view`);
const typedStored = pgMaterializedView('typed_stored', { amount: integer('amount') }).as(
  sql`select amount from typed_over`,
);

const parents = pgTable(
  'parents',
  { a: integer('a').notNull(), b: integer('b').notNull(), c: integer('c') },
  (t) => [primaryKey({ name: 'parents_key', columns: [t.a] }), uniqueIndex('parents_b').on(t.b)],
);
const children = pgTable('children', { a: integer('a'), b: integer('b') }, (t) => [
  foreignKey({ name: 'children_a', columns: [t.a], foreignColumns: [parents.a] }).onDelete('cascade'),
  foreignKey({ name: 'children_b', columns: [t.b], foreignColumns: [parents.b] }),
]);

const hostile = pgTable(
  'we"ird \\ ?',
  {
    key: integer("it's ${x} `y`").primaryKey(),
    doc: jsonb('doc ? \\? .b').default(sql`'{"a": "?"}'::jsonb`),
    text: text('text').default('a\\?b\n`${c}` ? "d" \'e\''),
    more: text('more as b[1]').default(String.raw`\\??`),
  },
  (t) => [
    check('che"ck ?', sql`${t.doc} ? 'a' or ${t.text} ~ '^https\\?://[^?]*$' or ${t.text} is not null`),
    index('in"dex ?').on(t.text),
    unique('uni.que as ?').on(t.more),
  ],
);

const circleA = pgTable('circle_a', {
  id: integer('id').primaryKey(),
  b: integer('b').references((): AnyPgColumn => circleB.id),
});
const circleB = pgTable('circle_b', {
  id: integer('id').primaryKey(),
  a: integer('a').references((): AnyPgColumn => circleA.id),
});

const counted = pgTable('counted', {
  identity: integer('identity').notNull().generatedByDefaultAsIdentity(),
  serial: serial('serial'),
});
const pages = pgTable('pages', {
  id: integer('id').primaryKey(),
  state: text('state', { enum: ['new', 'old'] }),
});
const source = pgTable('source', { id: integer('id'), name: text('name') });
const read = pgView('read', { id: integer('id'), name: text('name') }).as(
  sql`select id, name from source where id > 1`,
);
const reader = pgView('reader', { id: integer('id') }).as(sql`select id from read`);

/** By what each shows. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'an enum whose values went and moved, with all that names them': {
    schema: { mood, moods, moodView },
    database: MOODS,
    then: [
      [`select string_agg(mood::text, ',' order by id) as moods from moods`, { moods: 'sad,ok' }],
      [`select others::text from moods where id = 1`, { others: '{happy,ok}' }],
    ],
  },
  'an enum without a value that a row holds': {
    schema: { mood, moods, moodView },
    database: `${MOODS} insert into moods values (3, 'gone', null);`,
    refused: /invalid input value for enum.*"gone"/s,
  },
  'another type, with views, policies and calculated columns in the way': {
    schema: { typed, typedView, typedOver, typedStored },
    database: `
      create table typed (id integer primary key, amount text default '7',
        twice integer generated always as (length(amount) * 2) stored,
        short text, list text, first integer[], flag boolean);
      create index typed_twice on typed (twice);
      alter table typed enable row level security;
      create policy typed_policy on typed using (amount <> '');
      create view typed_view as select amount from typed;
      create view typed_over as select amount from typed_view;
      create materialized view typed_stored as select amount from typed_over;
      create index typed_stored_amount on typed_stored (amount);
      insert into typed (id, amount, short, list, first, flag) values (1, '12', 'short', 'x', '{5,6}', true);`,
    then: [
      [
        'select amount, twice, short, list::text, first, flag from typed',
        { amount: 12, twice: 24, short: 'short', list: '{x}', first: 5, flag: 1 },
      ],
      [
        `select count(*)::int as n from pg_indexes where indexname in ('typed_twice', 'typed_stored_amount')`,
        { n: 2 },
      ],
    ],
  },
  'a shorter type, which cuts nothing off': {
    schema: { typed: pgTable('typed', { short: varchar('short', { length: 5 }) }) },
    database: `create table typed (short text); insert into typed values ('too long');`,
    refused: /value too long for type character varying\(5\)/,
  },
  'keys that foreign keys lead to': {
    schema: { parents, children },
    database: `
      create table parents (a integer not null, b integer not null, c integer,
        constraint parents_key primary key (a) include (c));
      create unique index parents_b on parents (b) with (fillfactor = 50);
      create table children (a integer constraint children_a references parents (a) on delete cascade,
        b integer constraint children_b references parents (b));
      insert into parents values (1, 2, 3); insert into children values (1, 2);`,
    then: [[`select count(*)::int as n from pg_constraint where contype = 'f'`, { n: 2 }]],
  },
  'a foreign key whose triggers were off, and a row without its parent': {
    schema: { parents, children },
    database: `
      create table parents (a integer constraint parents_key primary key, b integer not null, c integer);
      create unique index parents_b on parents (b);
      create table children (a integer constraint children_a references parents (a) on delete cascade,
        b integer constraint children_b references parents (b));
      alter table children disable trigger all; insert into children values (1, 2);`,
    refused: /violates foreign key constraint/,
  },
  'names and texts that mean something to Knex, TypeScript or SQL': {
    schema: { hostile },
    database: 'create table kept ()',
  },
  'the same, column by column': {
    schema: { hostile },
    database: 'create table "we""ird \\ ?" (); create table "dro.p as ?" (a integer)',
  },
  'the same under another name': {
    schema: { hostile },
    codes: ['table/renamed', 'unique/renamed', 'index/renamed', 'column/default', 'check/missing'],
    database: `create table "we""ird \\ !" ("it's \${x} \`y\`" integer primary key,
      "doc ? \\? .b" jsonb, text text, "more as b[1]" text,
      constraint "uni.que as !" unique ("more as b[1]"));
      create index "in""dex !" on "we""ird \\ !" (text)`,
  },
  'the same with a column under another name': {
    schema: { hostile },
    codes: ['column/renamed', 'column/default', 'unique/missing', 'check/missing'],
    database: `create table "we""ird \\ ?" ("it's \${x} \`y\`" integer primary key,
      "doc ! \\! .b" jsonb, text text, "more as b[1]" text)`,
  },
  'tables that are missing and lead to each other': {
    schema: { circleA, circleB },
    database: 'create table of_no_one (id integer)',
  },
  'tables that nobody declared and that lead to each other, and one that others come from': {
    schema: { source },
    database: `create table above (id integer); create table source (name text) inherits (above);
      create table a (id integer primary key, b integer); create table b (id integer primary key, a integer references a);
      alter table a add foreign key (b) references b;
      create view over_a as select a.id from a; create view over_view as select id from over_a;
      create type kind as enum ('x'); create table of_kind (kind kind);
      create sequence numbers; create table numbered (id integer default nextval('numbers'));`,
  },
  'columns that nobody counted for': {
    schema: { counted },
    database: `create table counted (identity integer, serial integer); insert into counted values (5, 7), (6, 8);`,
    then: [['insert into counted default values returning *', { identity: 7, serial: 9 }]],
  },
  'a column that counts in another way': {
    schema: { counted },
    database: `create table counted (identity serial, serial integer generated always as identity);
      insert into counted default values;`,
    then: [['insert into counted default values returning *', { identity: 2, serial: 2 }]],
  },
  'a check that knows other values than the type': {
    schema: { pages },
    database: `create table pages (id integer primary key, state text,
      constraint pages_state check (state in ('new', 'lost')));`,
  },
  'a view that others read, under other conditions': {
    schema: { source, read, reader },
    database: `create table source (id integer, name text);
      create view read as select id, name from source where id > 2;
      create view reader as select id from read;
      grant select on read to public;`,
    // Put into its place, so that what was granted stays.
    then: [[`select has_table_privilege('public', 'read', 'select') as granted`, { granted: true }]],
  },
  'a view that others read, with other columns': {
    schema: { source, read, reader },
    database: `create table source (id integer, name text);
      create view read as select id, name, 1 as extra from source;
      create view reader as select id from read;`,
  },
  'a sequence whose every option is another one': {
    schema: {
      counted: pgTable('counted', {
        id: integer('id').generatedAlwaysAsIdentity({
          startWith: -5,
          increment: -5,
          minValue: -100,
          maxValue: -1,
          cache: 3,
        }),
      }),
    },
    database:
      'create table counted (id integer generated always as identity (start 500 increment 7 minvalue 400 maxvalue 900 cycle));',
    refused: /RESTART value \(500\) cannot be greater than MAXVALUE/,
  },
};
