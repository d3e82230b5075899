/** Databases in which nothing can be made in the order of its kind, each by what makes it so. */
export const ENTANGLED: Readonly<Record<string, string>> = {
  'a default that takes rows of its own table': `
create table t (id integer, note text);
create function label(t) returns text language sql immutable as 'select $1.note';
alter table t alter note set default label(null::t);`,
  'a default by way of a function that reads the table': `
create table t (id integer, note text);
create function newest() returns text begin atomic select max(note) from t; end;
alter table t alter note set default newest();`,
  'a check that asks a function about the table': `
create table t (id integer, note text);
create function fits(t) returns boolean language sql immutable as 'select $1.id > 0';
alter table t add constraint fits check (fits(t));`,
  'a generated column of a function that needs the table': `
create table t (id integer, last integer);
create function twice(integer) returns integer immutable begin atomic select $1 * 2 from (select 1) x where $1 is not null or exists (select from t); end;
alter table t add column doubled integer generated always as (twice(id)) stored, add column behind text, add primary key (doubled);`,
  'views in a circle': `
create view a as select 1 as n;
create view b as select n from a;
create or replace view a as select 1 as n where exists (select from pg_class where false) or (select count(*) from pg_class) > 0;
create function f() returns bigint begin atomic select count(*) from b; end;
create or replace view a as select 1 as n where f() > 0;`,
  'functions that call each other': `
create function odd(n integer) returns boolean language sql as 'select false';
create function even(n integer) returns boolean begin atomic select n = 0 or odd(n - 1); end;
create or replace function odd(n integer) returns boolean begin atomic select n <> 0 and even(n - 1); end;`,
  'a function that gives rows of a view': `
create table z (id integer);
create view v as select id from z;
create function a() returns setof v language sql as 'select * from v';
create view a_view as select * from a();
create function b(a_view) returns integer language plpgsql as 'begin return 1; end';`,
  'a domain that asks a function which takes it': `
create domain d as integer;
create function is_d(d) returns boolean language sql immutable as 'select true';
alter domain d add constraint is_d check (is_d(value));
create function usual() returns d language sql immutable as 'select 1::d';
alter domain d set default usual();
create domain d2 as d[];
create type c as (a d, b d2);`,
  'a type of functions that take it': `
create type word;
create function word_in(cstring) returns word language internal immutable strict as 'textin';
create function word_out(word) returns cstring language internal immutable strict as 'textout';
create type word (input = word_in, output = word_out, like = text);
create function word_same(word, word) returns boolean language internal immutable strict as 'texteq';
create operator = (leftarg = word, rightarg = word, function = word_same, commutator = =);
create table words (w word, ws word[]);`,
  'a range that is made canonical': `
create type span;
create function span_canonical(span) returns span language internal immutable strict as 'int4range_canonical';
create type span as range (subtype = integer, canonical = span_canonical);
create table spans (s span, m span_multirange);`,
  'tables that lead to each other': `
create table a (id integer primary key, b integer);
create table b (id integer primary key, a integer references a);
alter table a add foreign key (b) references b;`,
  'a sequence between two tables': `
create table a (id serial primary key, n integer);
create table b (id integer default nextval('a_id_seq') primary key);
create sequence s owned by a.n;
alter table b alter id set default nextval('s');`,
  'a view that groups by a key': `
create table t (id integer primary key, note text);
create view grouped as select id, note from t group by id;
create rule grouped_in as on insert to grouped do instead insert into t values (new.id, new.note) returning t.id, t.note;
create view over_grouped as select * from grouped;`,
  partitions: `
create table target (id integer, at date, primary key (id, at)) partition by range (at);
create table target_1 partition of target for values from ('2020-01-01') to ('2021-01-01');
create table target_2 partition of target for values from ('2021-01-01') to ('2022-01-01') partition by list (id);
create table target_2a partition of target_2 default;
create table source (id integer, t integer, at date, note text, foreign key (t, at) references target) partition by hash (id);
create table source_1 partition of source for values with (modulus 2, remainder 0);
create table source_2 (note text, at date, t integer, id integer);
alter table source attach partition source_2 for values with (modulus 2, remainder 1);
create function touch() returns trigger language plpgsql as 'begin return new; end';
create trigger touched before update on source for each row execute function touch();
alter table source_1 disable trigger touched;
create index on source (note);
comment on index source_1_note_idx is 'a part';`,
  'names that have to be quoted': `
create schema "Od""d";
create type "Od""d"."T y" as ("a b" integer, "c" text collate "C");
create domain "Od""d"."D(1)" as text default 'x, y' check (value <> '), (');
create function "Od""d"."f(g"("A b" "Od""d"."T y", n integer default 1, variadic rest "Od""d"."D(1)"[] default array['a,b', 'c']::"Od""d"."D(1)"[])
  returns integer language plpgsql set search_path = "Od""d", pg_temp set work_mem = '5MB' as 'begin return 1; end';
create function "Od""d".outs(inout a integer, out "B b" text) language sql as 'select 1, ''x''';
create function "Od""d".rows(n integer default 1) returns table ("a b" integer, c text) language sql rows 5 as 'select 1, ''x''';
create procedure "Od""d".done(inout a integer) language plpgsql security definer set search_path = '' as 'begin a := 1; end';
create function "Od""d".noticed() returns trigger language plpgsql as 'begin return null; end';
create table "Od""d"."ta.ble" (id integer, "x y" "Od""d"."D(1)", note text);
create trigger "tr ""1" after update on "Od""d"."ta.ble" referencing old table as "O" new table as n
  for each statement execute function "Od""d".noticed();
create trigger two before insert or update of "x y", note on "Od""d"."ta.ble" for each row
  when (new."x y" is not null) execute function "Od""d".noticed('a ''b''', '', E'c\\d');
create rule "ru le" as on update to "Od""d"."ta.ble" where old.id > 5
  do also (delete from "Od""d"."ta.ble" where note = ';'; select 1);
create statistics "Od""d".st (mcv) on id, note, (lower(note)) from "Od""d"."ta.ble";
create statistics "Od""d".ex on (id + 1) from "Od""d"."ta.ble";
create publication "Od""d" for table only "Od""d"."ta.ble" (id, "x y") where (id > 1);
create publication schemas for tables in schema public with (publish = 'insert, truncate');
create publication everything for all tables;
create foreign data wrapper "w ""w";
create server "s s" type 't''t' foreign data wrapper "w ""w" options ("a b" 'c=''d', password 'x');
create user mapping for pg_monitor server "s s" options ("user" 'a b');
create foreign table "Od""d"."f.t" (id integer options (x 'y') not null default 1, note text collate "C", check (id > 0))
  server "s s" options (schema_name 'a');`,
  rights: `
create table t (id integer, note text);
create view v as select * from t;
create function f() returns integer language sql as 'select 1';
create procedure p() language sql as '';
create type e as enum ('a');
create sequence s;
grant select on t to pg_monitor with grant option;
set role pg_monitor;
grant select on t to pg_read_all_data;
reset role;
grant update (note), insert (id), references (id) on t to pg_monitor;
revoke delete on t from current_user;
grant all on v to public;
revoke all on function f() from public;
grant execute on function f() to pg_monitor;
revoke execute on procedure p() from public;
revoke usage on type e from public;
grant usage on sequence s to pg_monitor;
alter table t owner to pg_monitor;
alter view v owner to pg_read_all_data;
alter function f() owner to pg_monitor;
revoke usage on schema public from public;
grant create on schema public to pg_monitor;
comment on schema public is null;
alter default privileges grant select on tables to pg_monitor with grant option;
alter default privileges revoke execute on functions from public;
alter default privileges in schema public grant usage on sequences to public;
alter default privileges for role pg_monitor revoke all on types from public;`,
  'aggregates, casts and text search': `
create aggregate best(integer) (sfunc = int4larger, stype = integer, initcond = '0', combinefunc = int4larger, sortop = >, parallel = safe);
create aggregate counted(*) (sfunc = int8inc, stype = bigint, initcond = '0');
create aggregate middle(double precision order by double precision) (
  sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra = true, finalfunc_modify = shareable
);
create type pair as (a integer, b integer);
create function pair_of(integer) returns pair language sql immutable as 'select row($1, $1)::pair';
create cast (integer as pair) with function pair_of(integer) as assignment;
create cast (pair as text) with inout as implicit;
create text search template t (lexize = dsimple_lexize, init = dsimple_init);
create text search dictionary d (template = t, stopwords = 'english', accept = 'false');
create text search configuration c (copy = pg_catalog.english);
alter text search configuration c alter mapping for asciiword, word with d, english_stem;
alter text search configuration c drop mapping for email;`,
  'no namespace but one': `
create schema "only";
drop schema public;
create table "only".t (id integer);`,
};
