import type { Expected, Pair } from './pair.ts';

type Row = readonly [live: string, declared: string, expected: Expected];

const checks: readonly Row[] = [
  ['age > 5', '"age" > 5', 'normal form'],
  ['age > 5', '"people"."age" > 5', 'normal form'],
  ['age > 5', '"public"."people"."age" > 5', 'normal form'],
  ['age > 5', '(("age") > (5))', 'normal form'],
  ['age > 5', '"age" > 6', 'different'],
  ['age > 5', '"age" >= 5', 'different'],
  ['age > 5', '"id" > 5', 'different'],
  ['age <> 5', 'age != 5', 'normal form'],
  ['age between 1 and 5', 'age >= 1 and age <= 5', 'normal form'],
  ['not (age = 1)', 'age <> 1', 'normal form'],
  ['b = true', 'b', 'normal form'],
  ['b = false', 'not b', 'normal form'],
  ['b = false', 'b is false', 'different'],
  ['0 < age', 'age > 0', 'different'],
  ['age > 0 and id > 0', 'id > 0 and age > 0', 'different'],
  ["email::text = 'x'", "email = 'x'", 'normal form'],
  // The family that Postgres prints otherwise when it reads its own print.
  [`name in ('a', 'b')`, `name in ('a', 'b')`, 'normal form'],
  [`name not in ('a', 'b')`, `name not in ('a', 'b')`, 'normal form'],
  [`name = any (array['a'::varchar, 'b'::varchar]::text[])`, `name in ('a', 'b')`, 'normal form'],
  [`name::text = any (array['a', 'b'])`, `name in ('a', 'b')`, 'normal form'],
  [`name = any ('{a,b}')`, `name in ('a', 'b')`, 'normal form'],
  [`email in ('a', 'b')`, `email = any (array['a', 'b'])`, 'normal form'],
  [`email in ('a', 'b')`, `email in ('b', 'a')`, 'different'],
  // Pairs that a comparer by patterns took for equal.
  ['(b or age > 1) and id > 1', 'b or (age > 1 and id > 1)', 'different'],
  [`email = 'Active'`, `email = 'active'`, 'different'],
  ['s1.f(age) > 1', 's2.f(age) > 1', 'different'],
  [`email = 'foofoo'`, `email = 'foo'`, 'different'],
  ['(age - (id - 1)) > 0', '(age - id - 1) > 0', 'different'],
  [`email = 'a  b'`, `email = 'a b'`, 'different'],
  [`email = '(a)'`, `email = 'a'`, 'different'],
  [`email = 'a::text'`, `email = 'a'`, 'different'],
  [`email = '"id"'`, `email = 'id'`, 'different'],
  // What a plan hides.
  ['email collate "C" < \'x\'', "email < 'x'", 'different'],
  ['email collate "C" < \'x\'', 'email collate "C" < \'x\'', 'twin'],
  ['email collate "C" < \'x\'', 'email collate "POSIX" < \'x\'', 'different'],
  ['name collate "C" < \'x\'', "name < 'x'", 'different'],
  ["kind < 'x'", 'kind collate "C" < \'x\'', 'different'],
  ['plus_one(age) > 1', 'age + 1 > 1', 'different'],
  ['plus_one(age) > 1', 'plus_one(age) > 1', 'twin'],
  ['age === 1', 'age = 1', 'different'],
  ['age === 1', 'age === 1', 'twin'],
  ['filled(age) > 1', 'filled(age, 1) > 1', 'different'],
  [`twofold(age) > '1'`, `twofold(age::text) > '1'`, 'different'],
  ['true or age > 1', 'true', 'normal form'],
  ['age = null', 'null', 'normal form'],
  // What no row of a function has.
  ['tableoid > 0', 'tableoid > 0', 'normal form'],
  ['tableoid > 0', 'ctid is not null', 'different'],
  ['people is not null', 'people.* is not null', 'normal form'],
  // Others.
  [`data ? 'a'`, `"data" ? 'a'`, 'normal form'],
  [`data @> '{"a": 1}'`, `data @> '{"a":1}'`, 'normal form'],
  [`(data ->> 'a')::int > 1`, `cast(data ->> 'a' as integer) > 1`, 'normal form'],
  [`tags && array['a']`, `tags && '{a}'`, 'normal form'],
  [
    `at at time zone 'utc' > '2020-01-01'`,
    `(at at time zone 'utc') > '2020-01-01'::timestamp`,
    'normal form',
  ],
  // The same function: Postgres prints the notation in which it was written.
  [`at at time zone 'utc' > '2020-01-01'`, `timezone('utc', at) > '2020-01-01'`, 'different'],
  [`feeling = 'a'`, `feeling = 'a'::mood`, 'normal form'],
  [`feeling in ('a', 'b')`, `feeling in ('a', 'b')`, 'normal form'],
  [`other = 'y z'`, `other = 'y z'::"auth"."E Num"`, 'normal form'],
  [`email ~* '^[a-z]+$'`, `email ~* '^[a-z]+$'`, 'normal form'],
  [`email like 'a%'`, `email ~~ 'a%'`, 'normal form'],
  [`length(email) > 3`, `char_length(email) > 3`, 'different'],
  [`coalesce(age, 0) > 1`, `coalesce(age, 0) > 1`, 'normal form'],
  [`case when b then 1 else 2 end = 1`, `case when b then 1 else 2 end = 1`, 'normal form'],
  [`age is not null`, `age notnull`, 'normal form'],
  [`age is distinct from 1`, `age is distinct from 1`, 'normal form'],
  // What cannot be read.
  ['age > 5', '"old" > 5', 'undecided'],
  ['age > 5', 'age > 5)', 'undecided'],
  ['age > 5', 'age > (select 5)', 'different'],
  ['age > 5', 'age +', 'undecided'],
  ['1 / id > 0', '1 / 0 > 0', 'different'],
];

const generated: readonly (readonly [type: string, ...Row])[] = [
  ['integer', 'age * 2', '"age" * 2', 'normal form'],
  ['integer', 'age * 2', '2 * age', 'different'],
  ['bigint', 'age * 2', '(age * 2)::bigint', 'normal form'],
  ['text', `lower(email)`, `lower("people"."email")`, 'normal form'],
  ['tsvector', `to_tsvector('english', email)`, `to_tsvector('english'::regconfig, "email")`, 'normal form'],
  ['tsvector', `to_tsvector('english', email)`, `to_tsvector('simple', "email")`, 'different'],
  ['numeric(5, 1)', 'n * 1.0', 'n * 1.0', 'normal form'],
  ['integer', '5', '5', 'text'],
  ['text', `'abc'`, 'abc', 'undecided'],
];

const predicates: readonly Row[] = [
  [`email is not null`, `"people"."email" is not null`, 'normal form'],
  [`name in ('a', 'b')`, `"name" in ('a', 'b')`, 'normal form'],
  [`b`, `b = true`, 'normal form'],
  [`b`, `not b`, 'different'],
];

/** Checks, generated columns and predicates of indexes, all of them of the table people. */
export const EXPRESSIONS: readonly Pair[] = [
  ...checks.map(([live, declared, expected]): Pair => ({ as: 'check', live, declared, expected })),
  ...predicates.map(([live, declared, expected]): Pair => ({ as: 'predicate', live, declared, expected })),
  ...generated.map(([type, live, declared, expected]): Pair => ({
    as: 'generated',
    type,
    live,
    declared,
    expected,
  })),
];

type KeyRow = readonly [
  method: string,
  ...Row,
  found?: { readonly opclass?: string; readonly collation?: string },
];

const keys: readonly KeyRow[] = [
  ['btree', 'lower(email)', 'lower("email")', 'normal form'],
  ['btree', 'lower(email)', 'upper("email")', 'different'],
  ['btree', 'lower(email)', 'lower("people"."email")', 'normal form'],
  ['btree', '(age + 1)', '"age" + 1', 'normal form'],
  [
    'btree',
    'lower(email) text_pattern_ops',
    'lower("email") text_pattern_ops',
    'normal form',
    { opclass: 'text_pattern_ops' },
  ],
  [
    'btree',
    'lower(email)',
    'lower("email") "text_pattern_ops"',
    'normal form',
    { opclass: 'text_pattern_ops' },
  ],
  ['btree', 'lower(email)', 'lower(email) pg_catalog.text_ops', 'normal form', { opclass: 'text_ops' }],
  [
    'btree',
    'email text_pattern_ops',
    '"email" text_pattern_ops',
    'normal form',
    { opclass: 'text_pattern_ops' },
  ],
  ['btree', 'email', '"name" text_pattern_ops', 'different', { opclass: 'text_pattern_ops' }],
  ['gin', 'data jsonb_path_ops', '"data" jsonb_path_ops', 'normal form', { opclass: 'jsonb_path_ops' }],
  ['gin', `to_tsvector('english', email)`, `to_tsvector('english', "email")`, 'normal form'],
  ['gin', `(data -> 'a')`, `("data" -> 'a') jsonb_path_ops`, 'normal form', { opclass: 'jsonb_path_ops' }],
  [
    'btree',
    'lower(email) collate "C"',
    'lower("email") COLLATE "C"',
    'normal form',
    { collation: 'pg_catalog."C"' },
  ],
  [
    'btree',
    'lower(email) collate "C" text_pattern_ops',
    'lower("email") collate pg_catalog."C" text_pattern_ops',
    'normal form',
    { collation: 'pg_catalog."C"', opclass: 'text_pattern_ops' },
  ],
  [
    'btree',
    '(lower(email) collate "C")',
    '((lower("email") collate "C"))',
    'normal form',
    { collation: 'pg_catalog."C"' },
  ],
  [
    'btree',
    '(age::text collate "C")',
    '("age"::text collate "C")',
    'normal form',
    { collation: 'pg_catalog."C"' },
  ],
  ['btree', '(email || name collate "C")', '("email" || "name" collate "C")', 'twin'],
  [
    'btree',
    '((email || name) collate "C")',
    '(("email" || "name") collate "C")',
    'normal form',
    { collation: 'pg_catalog."C"' },
  ],
  [
    'btree',
    'lower(email) collate s1.odd',
    'lower("email") collate s1.odd',
    'normal form',
    { collation: 's1.odd' },
  ],
  ['btree', 'lower(email)', 'lower("email") collate odd', 'undecided'],
  ['btree', '(age is null)', 'age isnull', 'normal form'],
  ['btree', '(b and (age > 1))', 'b and age > 1', 'normal form'],
  // One of another method, one of none, and one with parameters.
  ['btree', 'email', 'email jsonb_path_ops', 'undecided'],
  ['btree', 'email', 'email nope_ops', 'undecided'],
  ['gist', 'bio', 'bio tsvector_ops(siglen=100)', 'undecided'],
];

/** Keys of indexes. */
export const KEYS: readonly Pair[] = keys.map(([method, live, declared, expected, found = {}]) => ({
  as: 'key',
  method,
  live,
  declared,
  expected,
  ...found,
}));
