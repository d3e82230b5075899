import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  pgEnum,
  pgMaterializedView,
  pgPolicy,
  pgTable,
  pgView,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';

type Schema = Readonly<Record<string, unknown>>;

const id = (): ReturnType<ReturnType<typeof integer>['primaryKey']> => integer().primaryKey();

/** Where the traps lead that a Drizzle schema can declare: so that the verdict's fixes can be tried on them. */
export const HELD: Schema = {
  t: pgTable(
    't',
    {
      id: id(),
      n: bigint({ mode: 'number' }).notNull().default(1),
      twice: bigint({ mode: 'number' }).generatedAlwaysAs(sql`n * 2`),
    },
    (t) => [
      check('t_n_check', sql`${t.n} > 0`),
      index('t_n')
        .on(t.n)
        .where(sql`${t.n} > 5`),
      pgPolicy('p', { using: sql`n > 0` }),
    ],
  ),
  v: pgView('v', { id: integer(), n: bigint({ mode: 'number' }) }).as(sql`select id, n from t where n > 1`),
};

export const NUMBERED: Schema = { t: pgTable('t', { id: id(), n: integer().default(5) }) };

export const NUMBER: Schema = { t: pgTable('t', { id: id(), n: integer() }) };

export const TIMED: Schema = {
  t: pgTable('t', { id: id(), at: timestamp({ withTimezone: true }) }),
  a: pgView('a', { at: timestamp({ withTimezone: true }) }).as(sql`select at from t`),
  b: pgView('b', { at: timestamp({ withTimezone: true }) }).as(sql`select at from a`),
};

const m = pgMaterializedView('m', { id: integer(), n: bigint({ mode: 'number' }) }).as(
  sql`select id, n from t`,
);
export const MATERIALIZED: Schema = { t: pgTable('t', { id: id(), n: bigint({ mode: 'number' }) }), m };

const p = pgTable('p', { id: bigint({ mode: 'number' }).primaryKey() });
export const REFERRED: Schema = {
  p,
  c: pgTable('c', { id: id(), p: bigint({ mode: 'number' }).references(() => p.id) }),
};

const lessened = pgEnum('e', ['a', 'c']);
export const LESSENED: Schema = {
  lessened,
  t: pgTable('t', { id: id(), e: lessened().default('a') }),
  v: pgView('v', { e: lessened() }).as(sql`select e from t where e = 'a'`),
};

const single = pgEnum('e', ['a']);
export const SINGLE: Schema = { single, t: pgTable('t', { id: id(), e: single() }) };

const moved = pgEnum('e', ['c', 'a', 'b']);
export const MOVED: Schema = {
  moved,
  t: pgTable('t', { id: id(), e: moved().notNull(), l: moved().array().default(['a']) }, (t) => [
    check('t_e_check', sql`${t.e} <> 'b'`),
    index('t_e').on(t.e),
  ]),
};

const grown = pgEnum('e', ['a', 'b']);
export const GROWN: Schema = { grown, t: pgTable('t', { id: id(), e: grown().default('b') }) };

export const SPOKEN_OF: Schema = {
  grown,
  t: pgTable('t', { id: id(), e: grown() }, (t) => [
    check('t_e_check', sql`${t.e} <> 'b'`),
    index('t_e')
      .on(t.id)
      .where(sql`${t.e} = 'b'`),
  ]),
};

export const ENUMERATED: Schema = { grown, t: pgTable('t', { id: id(), e: grown().default('a').notNull() }) };

export const TITLED: Schema = { t: pgTable('t', { id: id(), title: text() }) };

export const TITLED_ALL_OVER: Schema = {
  t: pgTable('t', { id: id(), title: text() }, (t) => [
    check('t_long', sql`${t.title} <> ''`),
    index('t_i').on(t.title),
  ]),
  v: pgView('v', { id: integer() }).as(sql`select id from t where title is null`),
};

export const THREE_FOUR: Schema = { t: pgTable('t', { id: id(), three: text(), four: text() }) };

export const USERS: Schema = { users: pgTable('users', { id: integer(), name: text() }) };

export const REQUIRED: Schema = { t: pgTable('t', { id: id(), n: integer().notNull() }) };

export const UNIQUE: Schema = { t: pgTable('t', { id: id(), n: integer().unique('t_n_key') }) };

export const COUNTED: Schema = {
  t: pgTable('t', { id: integer().primaryKey().generatedAlwaysAsIdentity({ name: 't_id_seq' }), n: text() }),
};

export const REORDERED: Schema = {
  t: pgTable('t', { a: integer(), b: text() }),
  v: pgView('v', { b: text(), a: integer() }).as(sql`select b, a from t`),
  w: pgView('w', { b: text(), a: integer() }).as(sql`select b, a from v`),
};

export const STORED: Schema = {
  t: pgTable('t', { a: integer() }),
  v: pgMaterializedView('v', { a: integer() }).as(sql`select a from t`),
};

export const PLAIN: Schema = { t: pgTable('t', { a: integer(), b: integer() }) };
