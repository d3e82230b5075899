import type { Case } from './cases.ts';
import {
  COUNTED,
  ENUMERATED,
  GROWN,
  HELD,
  LESSENED,
  MATERIALIZED,
  MOVED,
  NUMBER,
  NUMBERED,
  PLAIN,
  REFERRED,
  REORDERED,
  REQUIRED,
  SINGLE,
  SPOKEN_OF,
  STORED,
  THREE_FOUR,
  TIMED,
  TITLED,
  TITLED_ALL_OVER,
  UNIQUE,
  USERS,
} from './trap-schemas.ts';

/** What every planner stumbles over somewhere, with rows. */
export const TRAPS: readonly Case[] = [
  {
    name: 'a type that a view, a policy, a generated column, a check, an index and a default hold on to',
    schema: HELD,
    from: `create table t (id integer primary key, n integer not null default 1 check (n > 0), twice integer generated always as (n * 2) stored);
      create index t_n on t (n) where n > 5; create view v as select id, n from t where n > 1;
      alter table t enable row level security; create policy p on t using (n > 0); insert into t values (1, 7), (2, 8)`,
    to: `create table t (id integer primary key, n bigint not null default 1 check (n > 0), twice bigint generated always as (n * 2) stored);
      create index t_n on t (n) where n > 5; create view v as select id, n from t where n > 1;
      alter table t enable row level security; create policy p on t using (n > 0); insert into t values (1, 7), (2, 8)`,
  },
  {
    name: 'text to integer, where the rows can be read as numbers',
    schema: NUMBERED,
    from: `create table t (id integer primary key, n text default '5'); insert into t values (1, '7')`,
    to: `create table t (id integer primary key, n integer default 5); insert into t values (1, 7)`,
  },
  {
    name: 'text to integer, where a row cannot be read as a number',
    schema: NUMBER,
    from: `create table t (id integer primary key, n text); insert into t values (1, 'seven')`,
    to: `create table t (id integer primary key, n integer); insert into t values (1, 7)`,
  },
  {
    name: 'timestamp to timestamptz, under a view over a view',
    schema: TIMED,
    from: `create table t (id integer primary key, at timestamp); create view a as select at from t; create view b as select at from a; insert into t values (1, now())`,
    to: `create table t (id integer primary key, at timestamptz); create view a as select at from t; create view b as select at from a; insert into t values (1, now())`,
  },
  {
    name: 'a type under a materialized view with an index and rights',
    schema: MATERIALIZED,
    from: `create table t (id integer primary key, n integer); insert into t values (1, 1); create materialized view m as select id, n from t; create unique index m_id on m (id); grant select on m to public`,
    to: `create table t (id integer primary key, n bigint); insert into t values (1, 1); create materialized view m as select id, n from t; create unique index m_id on m (id); grant select on m to public`,
  },
  {
    name: 'a primary key of a type to which others refer',
    schema: REFERRED,
    from: `create table p (id integer primary key); create table c (id integer primary key, p integer references p); insert into p values (1); insert into c values (1, 1)`,
    to: `create table p (id bigint primary key); create table c (id integer primary key, p bigint references p); insert into p values (1); insert into c values (1, 1)`,
  },
  {
    name: 'an enum value that no row has goes',
    schema: LESSENED,
    from: `create type e as enum ('a', 'b', 'c'); create table t (id integer primary key, e e default 'a'); create view v as select e from t where e = 'a'; insert into t values (1, 'a')`,
    to: `create type e as enum ('a', 'c'); create table t (id integer primary key, e e default 'a'); create view v as select e from t where e = 'a'; insert into t values (1, 'a')`,
  },
  {
    name: 'an enum value that a row has goes',
    schema: SINGLE,
    from: `create type e as enum ('a', 'b'); create table t (id integer primary key, e e); insert into t values (1, 'b')`,
    to: `create type e as enum ('a'); create table t (id integer primary key, e e); insert into t values (1, 'a')`,
  },
  {
    name: 'enum values in another order, in an array, an index and a check',
    schema: MOVED,
    from: `create type e as enum ('a', 'b', 'c'); create table t (id integer primary key, e e not null check (e <> 'b'), l e[] default '{a}'); create index t_e on t (e); insert into t values (1, 'a', '{a,b}')`,
    to: `create type e as enum ('c', 'a', 'b'); create table t (id integer primary key, e e not null check (e <> 'b'), l e[] default '{a}'); create index t_e on t (e); insert into t values (1, 'a', '{a,b}')`,
  },
  {
    name: 'an enum value comes and is the default at once',
    schema: GROWN,
    from: `create type e as enum ('a'); create table t (id integer primary key, e e default 'a'); insert into t values (1, 'a')`,
    to: `create type e as enum ('a', 'b'); create table t (id integer primary key, e e default 'b'); insert into t values (1, 'a')`,
  },
  {
    name: 'an enum value comes, and a check and an index speak of it',
    schema: SPOKEN_OF,
    from: `create type e as enum ('a'); create table t (id integer primary key, e e); insert into t values (1, 'a')`,
    to: `create type e as enum ('a', 'b'); create table t (id integer primary key, e e check (e <> 'b')); create index t_e on t (id) where e = 'b'; insert into t values (1, 'a')`,
  },
  {
    name: 'text becomes an enum',
    schema: ENUMERATED,
    from: `create table t (id integer primary key, e text default 'a' not null check (e in ('a', 'b'))); insert into t values (1, 'b')`,
    to: `create type e as enum ('a', 'b'); create table t (id integer primary key, e e default 'a' not null); insert into t values (1, 'b')`,
  },
  {
    name: 'a column is called otherwise',
    schema: TITLED,
    from: `create table t (id integer primary key, name text); insert into t values (1, 'x')`,
    to: `create table t (id integer primary key, title text); insert into t values (1, 'x')`,
  },
  {
    name: 'a column that an index, a check and a view hold on to is called otherwise',
    schema: TITLED_ALL_OVER,
    from: `create table t (id integer primary key, name text constraint t_long check (name <> '')); create index t_i on t (name); create view v as select id from t where name is null; insert into t values (1, 'x')`,
    to: `create table t (id integer primary key, title text constraint t_long check (title <> '')); create index t_i on t (title); create view v as select id from t where title is null; insert into t values (1, 'x')`,
  },
  {
    name: 'one of two columns alike is called otherwise',
    schema: THREE_FOUR,
    from: `create table t (id integer primary key, one text, two text); insert into t values (1, 'x', 'y')`,
    to: `create table t (id integer primary key, three text, four text); insert into t values (1, 'x', 'y')`,
  },
  {
    name: 'a table is called otherwise',
    schema: USERS,
    from: `create table people (id integer, name text); insert into people values (1, 'x')`,
    to: `create table users (id integer, name text); insert into users values (1, 'x')`,
  },
  {
    name: 'a table with a key, an index and one that refers to it is called otherwise',
    from: `create table people (id integer constraint pk primary key, name text); create index i on people (name); create table c (id integer, p integer constraint c_fk references people); insert into people values (1, 'x'); insert into c values (1, 1)`,
    to: `create table users (id integer constraint pk primary key, name text); create index i on users (name); create table c (id integer, p integer constraint c_fk references users); insert into users values (1, 'x'); insert into c values (1, 1)`,
  },
  {
    name: 'NOT NULL, and a row has null there',
    schema: REQUIRED,
    from: `create table t (id integer primary key, n integer); insert into t values (1, null)`,
    to: `create table t (id integer primary key, n integer not null); insert into t values (1, 1)`,
  },
  {
    name: 'a column more, NOT NULL without a default, on a table with rows',
    schema: REQUIRED,
    from: `create table t (id integer primary key); insert into t values (1)`,
    to: `create table t (id integer primary key, n integer not null); insert into t values (1, 1)`,
  },
  {
    name: 'a unique key, and two rows are alike',
    schema: UNIQUE,
    from: `create table t (id integer primary key, n integer); insert into t values (1, 1), (2, 1)`,
    to: `create table t (id integer primary key, n integer unique); insert into t values (1, 1)`,
  },
  {
    name: 'a column becomes an identity, and new rows must get new numbers',
    schema: COUNTED,
    then: `insert into t (n) values ('c')`,
    from: `create table t (id integer primary key, n text); insert into t values (1, 'a'), (7, 'b')`,
    to: `create table t (id integer primary key generated always as identity, n text); insert into t (n) values ('a'), ('b')`,
  },
  {
    name: 'serial becomes an identity, and new rows must get new numbers',
    schema: COUNTED,
    then: `insert into t (n) values ('c')`,
    from: `create table t (id serial primary key, n text); insert into t (n) values ('a'), ('b')`,
    to: `create table t (id integer primary key generated always as identity, n text); insert into t (n) values ('a'), ('b')`,
  },
  {
    name: "a view's columns in another order, with a view over it",
    schema: REORDERED,
    from: `create table t (a integer, b text); create view v as select a, b from t; create view w as select * from v; grant select on v to public; insert into t values (1, 'x')`,
    to: `create table t (a integer, b text); create view v as select b, a from t; create view w as select * from v; grant select on v to public; insert into t values (1, 'x')`,
  },
  {
    name: 'a view becomes materialized',
    schema: STORED,
    from: `create table t (a integer); create view v as select a from t; insert into t values (1)`,
    to: `create table t (a integer); create materialized view v as select a from t; insert into t values (1)`,
  },
  {
    name: 'a table becomes partitioned',
    from: `create table t (id integer, at date); insert into t values (1, '2024-01-01')`,
    to: `create table t (id integer, at date) partition by range (at); create table t_old partition of t for values from (minvalue) to ('2025-01-01'); insert into t values (1, '2024-01-01')`,
  },
  {
    name: 'a partition more, and a column and an index of the whole',
    from: `create table t (id integer, at date) partition by range (at); create table t_1 partition of t for values from ('2024-01-01') to ('2025-01-01'); insert into t values (1, '2024-05-01')`,
    to: `create table t (id integer, at date, n text) partition by range (at); create table t_1 partition of t for values from ('2024-01-01') to ('2025-01-01'); create table t_2 partition of t for values from ('2025-01-01') to ('2026-01-01'); create index t_n on t (n); insert into t values (1, '2024-05-01', 'x')`,
  },
  {
    name: 'the bounds of a partition with rows',
    from: `create table t (id integer, at integer) partition by range (at); create table t_1 partition of t for values from (0) to (10); insert into t values (1, 5)`,
    to: `create table t (id integer, at integer) partition by range (at); create table t_1 partition of t for values from (0) to (20); insert into t values (1, 5)`,
  },
  {
    name: "a domain's check, which the rows meet",
    from: `create domain d as text check (value <> ''); create table t (id integer primary key, d d); insert into t values (1, 'abc')`,
    to: `create domain d as text check (length(value) > 2); create table t (id integer primary key, d d); insert into t values (1, 'abc')`,
  },
  {
    name: "a domain's type, under a column",
    from: `create domain d as integer; create table t (id integer primary key, d d default 3); insert into t values (1, 5)`,
    to: `create domain d as bigint; create table t (id integer primary key, d d default 3); insert into t values (1, 5)`,
  },
  {
    name: 'a generated column becomes a plain one',
    schema: PLAIN,
    from: `create table t (a integer, b integer generated always as (a + 1) stored); insert into t values (1)`,
    to: `create table t (a integer, b integer); insert into t values (1, 2)`,
  },
  {
    name: 'two foreign keys in a circle and one less',
    from: `create table a (id integer primary key, b integer); create table b (id integer primary key, a integer references a); alter table a add constraint a_b foreign key (b) references b; insert into a values (1, null); insert into b values (1, 1)`,
    to: `create table a (id integer primary key); insert into a values (1)`,
  },
  {
    name: 'a column goes that a trigger, a function and a hand-written view speak of',
    from: `create table t (id integer primary key, n integer); create view v as select id, n from t; create function f() returns trigger language plpgsql as 'begin return new; end'; create trigger g before update of n on t for each row execute function f(); insert into t values (1, 1)`,
    to: `create table t (id integer primary key); insert into t values (1)`,
  },
  {
    name: 'a type in a function, an aggregate of arguments',
    from: `create function f(a integer) returns integer language sql as 'select a'; create table t (id integer default f(1)); insert into t default values`,
    to: `create function f(a integer) returns bigint language sql as 'select a::bigint'; create table t (id integer default f(1)); insert into t default values`,
  },
];
