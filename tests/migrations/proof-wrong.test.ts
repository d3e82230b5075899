import { statements } from './project.ts';
import { proven, said } from './proof-scene.ts';

const A = [
  'create table a (id int primary key, b varchar(20) not null default 1, c int)',
  'create index a_c on a (c)',
];
const CHILD = 'create table child (id int primary key, a int references a on delete cascade)';

interface Wrong {
  readonly name: string;
  /** What is there before. */
  readonly before?: readonly string[];
  readonly up: readonly string[];
  readonly down: readonly string[];
  readonly transaction?: boolean;
  readonly says: readonly string[];
}

const WRONG: readonly Wrong[] = [
  {
    name: 'an enum that the down leaves',
    up: ["create type s_t as enum ('a')", 'create table x (s s_t)'],
    down: ['drop table x'],
    says: ['  enum public.s_t is still there', /its up fails after its down: .*"s_t" already exists/.source],
  },
  {
    name: 'a down that does nothing',
    before: A,
    up: ['alter table a add d int'],
    down: [],
    says: ['  column public.a.d is still there', 'its up fails after its down: .*already exists'],
  },
  {
    name: 'a down that drops too much',
    before: A,
    up: ['alter table a add d int'],
    down: ['alter table a drop d, drop c'],
    says: ['  column public.a.c is gone', '  index public.a.a_c is gone'],
  },
  {
    name: 'a down that fails',
    before: A,
    up: ['create table x (id int)'],
    down: ['drop table y'],
    says: ['its down fails: .*table "y" does not exist'],
  },
  {
    name: 'a down that forgets a default and a not null, as .alter() does',
    before: A,
    up: ['alter table a alter b drop not null, alter b drop default, alter b type text'],
    down: ['alter table a alter b type varchar(20) using left(b, 20)'],
    says: [
      '  column public.a.b: default was .*, is null',
      '  column public.a.b: nullable was false, is true',
    ],
  },
  {
    name: 'an up whose down leaves an index, a grant, a comment and a default',
    before: A,
    up: [
      'create index a_b on a (b)',
      'grant select on a to public',
      "comment on table a is 'all'",
      'alter table a alter c set default 7',
    ],
    down: [],
    says: [
      '  index public.a.a_b is still there',
      '  table public.a: grants was .*, is .*',
      '  table public.a: comment was null, is "all"',
      '  column public.a.c: default was null, is "7"',
    ],
  },
  {
    name: 'a cascade of the down that empties another table',
    before: [...A, CHILD],
    up: ['alter table a add d int'],
    down: ['delete from a', 'alter table a drop d'],
    says: [String.raw`  public\.child: \d rows of 6 gone`],
  },
  {
    name: 'a cascade of the up that empties another table',
    before: [...A, CHILD],
    up: ['delete from a'],
    down: [],
    says: [
      'its up changes rows that none of its statements names',
      String.raw`  public\.child: \d rows of 6 gone`,
    ],
  },
  {
    name: 'a truncate that goes further than it says',
    before: [...A, CHILD],
    up: ['truncate a cascade'],
    down: [],
    says: [String.raw`  public\.child: \d rows of 6 gone`],
  },
  {
    name: 'rows of another table that a trigger changes',
    before: [
      ...A,
      'create table other (n int)',
      'create function f() returns trigger language plpgsql as $$ begin update other set n = 0; return new; end $$',
      'create trigger f after update on a for each row execute function f()',
    ],
    up: ['update a set c = c'],
    down: [],
    says: [String.raw`  public\.other: n changed in \d rows of 6`],
  },
  {
    name: 'an up that cannot be run again',
    before: A,
    up: ['insert into a (id) values (1)'],
    down: [],
    says: ['its up fails after its down: .*duplicate key'],
  },
  {
    name: 'an up that takes another name the second time',
    before: A,
    up: ["do $$ begin execute format('create index on a (b)'); end $$"],
    down: ['drop index if exists nothing'],
    says: ['  index public.a.a_b_idx is still there', 'index public.a.a_b_idx1 is there, and was not'],
  },
  {
    name: 'an up that does something else the second time',
    before: [...A, 'create sequence turns'],
    up: ["do $$ begin if nextval('turns') > 1 then create table late (id int); end if; end $$"],
    down: [],
    says: ['table public.late is there, and was not after the first up'],
  },
  {
    name: 'a null where the down forbids it',
    before: ['create table a (id int primary key, b text not null)'],
    up: ['alter table a alter b drop not null'],
    down: ['alter table a alter b set not null'],
    says: ['its down fails on rows that may be written once its up is applied: .*contains null values'],
  },
  {
    name: 'a text that is too long for what the down makes',
    before: A,
    up: ['alter table a alter b type text'],
    down: ['alter table a alter b type varchar(20)'],
    says: ['its down fails on rows that may be written .*value too long'],
  },
  {
    name: 'a number that is too large for what the down makes',
    before: A,
    up: ['alter table a alter c type bigint'],
    down: ['alter table a alter c type int'],
    says: ['its down fails on rows that may be written .*integer out of range'],
  },
  {
    name: 'a label that the down takes away',
    before: ["create type s as enum ('a', 'b')", 'create table x (s s)'],
    up: ["alter type s add value 'c'"],
    down: [
      'alter type s rename to s_old',
      "create type s as enum ('a', 'b')",
      'alter table x alter s type s using s::text::s',
      'drop type s_old',
    ],
    says: ['its down fails on rows that may be written .*invalid input value for enum s: "c"'],
  },
  {
    name: 'a word that a check allowed meanwhile',
    before: ["create table x (s text constraint known check (s in ('a', 'b')))"],
    up: ["alter table x drop constraint known, add constraint known check (s in ('a', 'b', 'c'))"],
    down: ["alter table x drop constraint known, add constraint known check (s in ('a', 'b'))"],
    says: ['its down fails on rows that may be written .*is violated by some row'],
  },
  {
    name: 'two alike where the down forbids it',
    before: ['create table x (id int primary key, a text not null unique, b text)'],
    up: ['alter table x drop constraint x_a_key, add unique (a, b)'],
    down: ['alter table x drop constraint x_a_b_key, add unique (a)'],
    says: ['its down fails on rows that may be written .*could not create unique index'],
  },
  {
    name: 'an index that a down without a transaction leaves',
    before: A,
    up: ['create index concurrently a_b on a (b)'],
    down: [],
    transaction: false,
    says: ['  index public.a.a_b is still there'],
  },
  {
    name: 'an up that fails anyhow',
    before: A,
    up: ['create table b (id nothing)'],
    down: [],
    says: ['its up fails: .*type "nothing" does not exist'],
  },
];

test.each(WRONG)('$name is found', async ({ before = [], up, down, transaction = true, says }) => {
  const { migrations, isProven, isBroken, proofs } = await proven(
    {
      '1_before': statements(before, []),
      '2_wrong': statements(up, down, { transaction }),
      '3_after': statements([], []),
    },
    { only: new Set(['2_wrong']) },
  );
  const words = said(migrations)[1] ?? [];
  expect(words[0]).toBe('failed');
  for (const line of says) expect(words).toContainEqual(expect.stringMatching(line));
  expect(words).toContainEqual(expect.stringMatching(/^fix: /));
  expect(isProven).toBe(false);
  expect(isBroken).toBe(words.some((line) => line.startsWith('its up fails: ')));
  expect(proofs.has('2_wrong')).toBe(false);
});

test('what fails one way does not keep the next from being proven', async () => {
  const { migrations } = await proven({
    '1_table': statements(['create table a (id int)'], ['drop table b']),
    '2_fine': statements(['create table c (id int)'], ['drop table c']),
  });
  expect(migrations.map(({ outcome }) => outcome)).toEqual(['failed', 'reversible']);
});

test('rows that a later write refers to do not go with a down unseen', async () => {
  const { migrations } = await proven({
    '1_tables': statements(
      [
        'create table kinds (id int primary key)',
        'create table things (kind int references kinds on delete cascade)',
      ],
      ['drop table things, kinds'],
    ),
    '2_kinds': statements(
      ['alter table things add note text', 'insert into kinds values (1)'],
      ['delete from kinds where id = 1', 'alter table things drop note'],
    ),
  });
  expect(said(migrations)[1]).toContainEqual(
    expect.stringMatching(/its down takes rows that may be written/),
  );
});

test('a default and a not null that .alter() of Knex loses on both ways are found', async () => {
  const altering = (way: string, type: string): string =>
    `exports.${way} = (knex) => knex.schema.alterTable('a', (t) => { t.${type}('n').alter(); });`;
  const { migrations } = await proven({
    '1_table': statements(['create table a (n int not null default 5)'], ['drop table a']),
    '2_alter': `${altering('up', 'bigInteger')}\n${altering('down', 'integer')}`,
  });
  const words = said(migrations)[1] ?? [];
  expect(words).toContain('  column public.a.n: nullable was false, is true');
  expect(words).toContain('  column public.a.n: default was "5", is null');
});
