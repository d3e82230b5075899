import type { Word } from './word.ts';

/** Functions, aggregates, operators, casts, languages, triggers and rules. */
export const BEHAVIOUR: readonly Word[] = [
  {
    name: 'a function that became a procedure',
    change: `
drop function app.atomic();
create procedure app.atomic() language sql as 'select 1';
comment on procedure app.atomic() is 'done';
comment on function app.touch() is 'touched';`,
  },
  {
    name: 'a function of a library, and one with transforms',
    setup: `
create function app.called() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';
create function app.handed(integer) returns integer language sql as 'select $1';`,
    change: `
create or replace function app.called() returns language_handler language c as 'plpgsql', 'plpgsql_call_handler';
create or replace function app.handed(integer) returns integer transform for type integer language sql as 'select $1';`,
  },
  {
    name: 'all of an aggregate',
    change: `
drop aggregate app.total(integer);
create aggregate app.total(integer) (
  sfunc = int4_avg_accum, stype = bigint[], sspace = 64, initcond = '{0,0}', finalfunc = int8_avg, finalfunc_modify = shareable,
  combinefunc = int4_avg_combine, parallel = safe,
  msfunc = int4_avg_accum, minvfunc = int4_avg_accum_inv, mstype = bigint[], msspace = 32, minitcond = '{0,0}',
  mfinalfunc = int8_avg, mfinalfunc_modify = shareable
);
alter aggregate app.total(integer) owner to pg_monitor;
revoke execute on function app.total(integer) from public;
comment on aggregate app.total(integer) is 'all';`,
  },
  {
    name: 'what can be put into an aggregate that is there',
    change: `
create or replace aggregate app.total(integer) (
  sfunc = int4larger, stype = integer, sspace = 64, initcond = '0', finalfunc = int4abs, finalfunc_modify = shareable,
  combinefunc = int4larger, parallel = safe, sortop = >,
  msfunc = int4pl, minvfunc = int4mi, mstype = integer, msspace = 32, minitcond = '1', mfinalfunc = int4abs, mfinalfunc_modify = shareable
);`,
  },
  {
    name: 'aggregates of sets and of states that only the server knows',
    setup: `
create function app.step(internal, double precision) returns internal language internal as 'ordered_set_transition';
create function app.step(internal, double precision, double precision) returns internal language internal as 'ordered_set_transition_multi';
create function app.done(internal, double precision, double precision) returns double precision language internal as 'percentile_disc_final';
create aggregate app.middle(double precision order by double precision) (
  sfunc = app.step, stype = internal, finalfunc = app.done, finalfunc_extra = true);
create function app.next(double precision, double precision, double precision) returns double precision language sql as 'select $1';
create aggregate app.one(double precision, double precision) (sfunc = app.next, stype = double precision);
create aggregate app.rank(variadic "any" order by variadic "any") (
  sfunc = ordered_set_transition_multi, stype = internal, finalfunc = rank_final, finalfunc_extra, hypothetical);
create aggregate app.summed(bigint) (sfunc = int8_avg_accum, stype = internal, finalfunc = numeric_poly_avg);
create aggregate app.joined(one text) (sfunc = textcat, stype = text);`,
    change: `
drop aggregate app.middle(double precision order by double precision);
create aggregate app.middle(order by double precision, double precision) (
  sfunc = app.step, stype = internal, finalfunc = app.done, finalfunc_extra = true);
drop aggregate app.one(double precision, double precision);
create aggregate app.one(double precision order by double precision) (
  sfunc = app.step, stype = internal, finalfunc = app.done, finalfunc_extra = true);
drop aggregate app.rank(variadic "any" order by variadic "any");
drop aggregate app.summed(bigint);
create aggregate app.summed(bigint) (sfunc = int8_avg_accum, stype = internal, finalfunc = numeric_poly_avg,
  combinefunc = int8_avg_combine, serialfunc = int8_avg_serialize, deserialfunc = int8_avg_deserialize, parallel = safe);
drop aggregate app.joined(text);
create aggregate app.joined(other text) (sfunc = textcat, stype = text);`,
  },
  {
    name: 'which functions finish an aggregate with all that it takes',
    setup: `
create function app.done(integer) returns integer language sql immutable as 'select $1';
create function app.done(integer, integer) returns integer language sql immutable as 'select $1';`,
    change: `
create or replace aggregate app.total(integer) (sfunc = int4pl, stype = integer, initcond = '0', finalfunc = app.done, finalfunc_extra,
  msfunc = int4pl, minvfunc = int4mi, mstype = integer, mfinalfunc = app.done, mfinalfunc_extra);`,
  },
  {
    name: 'all of an operator',
    setup: `
create function app.unlike(integer, integer) returns boolean language sql immutable as 'select $1 <> $2';
create operator app.!=== (leftarg = integer, rightarg = integer, function = app.unlike);`,
    change: `
drop operator app.===(integer, integer);
create operator app.=== (leftarg = integer, rightarg = integer, function = int4eq, commutator = operator(app.===),
  negator = operator(app.!===), restrict = eqsel, join = eqjoinsel, hashes, merges);
alter operator app.===(integer, integer) owner to pg_monitor;
comment on operator app.===(integer, integer) is 'same';`,
  },
  {
    name: 'what an operator gives',
    change: `
drop operator app.===(integer, integer);
create operator app.=== (leftarg = integer, rightarg = integer, function = int4pl);`,
  },
  {
    name: 'whose an operator family is',
    change: `
alter operator family app.numbers using btree owner to pg_monitor;
comment on operator family app.numbers using btree is 'numbers';
alter operator class app.number_order using btree owner to pg_monitor;
comment on operator class app.number_order using btree is 'by size';`,
  },
  {
    name: 'what is in an operator family',
    setup: `
create function app.compare(bigint, bigint) returns integer language internal immutable as 'btint8cmp';
alter operator family app.numbers using btree add operator 1 < (bigint, bigint), function 1 (bigint, bigint) btint8cmp(bigint, bigint);
create operator family app.places using gist;
alter operator family app.places using gist add operator 15 <-> (point, point) for order by pg_catalog.float_ops;`,
    change: `
alter operator family app.numbers using btree drop operator 1 (bigint, bigint), function 1 (bigint, bigint);
alter operator family app.numbers using btree add operator 1 >= (bigint, bigint), function 1 (bigint, bigint) app.compare(bigint, bigint);
alter operator family app.places using gist drop operator 15 (point, point);
alter operator family app.places using gist add operator 15 <@ (point, box);`,
  },
  {
    name: 'how operators of a family order',
    setup: `
create operator family app.sorted using btree;
create operator family app.places using gist;
alter operator family app.places using gist add operator 15 <-> (point, point) for order by pg_catalog.float_ops;`,
    change: `
alter operator family app.places using gist drop operator 15 (point, point);
alter operator family app.places using gist add operator 15 <<| (point, point);`,
  },
  {
    name: 'by what family operators order',
    setup: `
create operator family app.sorted using btree;
create operator family app.places using gist;
alter operator family app.places using gist add operator 15 <-> (point, point) for order by pg_catalog.float_ops;`,
    change: `
alter operator family app.places using gist drop operator 15 (point, point);
alter operator family app.places using gist add operator 15 <-> (point, point) for order by app.sorted;`,
  },
  {
    name: 'what an operator class is of',
    setup: `
create operator family app.kept using gist;
create operator class app.keeper for type box using gist family app.kept as operator 3 &&;`,
    change: `
create operator family app.other using gist;
drop operator class app.keeper using gist;
create operator class app.keeper for type circle using gist family app.other as operator 3 &&, storage box;
drop operator class app.number_order using btree;
create operator class app.number_order for type integer using btree family app.numbers as operator 1 <, operator 2 <=, operator 3 =,
  operator 4 >=, operator 5 >, function 1 btint4cmp(integer, integer);
alter operator family app.numbers using btree add operator 1 < (bigint, bigint);`,
  },
  {
    name: 'a class that is the usual one of its type, and members that no class brings',
    change: `
drop operator class app.number_order using btree;
create operator class app.number_order default for type app.point3 using btree family app.numbers as storage app.point3;
alter operator family app.numbers using btree add operator 1 < (integer, integer), operator 3 = (integer, integer),
  function 1 (integer, integer) btint4cmp(integer, integer);`,
  },
  {
    name: 'all of a cast',
    setup: `create function app.as_word(app.point3) returns text language sql immutable as 'select ''point'''`,
    change: `
drop cast (app.point3 as text);
create cast (app.point3 as text) with inout as assignment;
comment on cast (app.point3 as text) is 'in words';`,
  },
  {
    name: 'the function of a cast',
    setup: `create function app.as_word(app.point3) returns text language sql immutable as 'select ''point'''`,
    change:
      'drop cast (app.point3 as text); create cast (app.point3 as text) with function app.as_word(app.point3)',
  },
  {
    name: 'all of a transform',
    change: `
create or replace transform for integer language sql (from sql with function time_support(internal), to sql with function int4recv(internal));
comment on transform for integer language sql is 'how';`,
  },
  {
    name: 'half of a transform',
    change:
      'create or replace transform for integer language sql (from sql with function prsd_lextype(internal))',
  },
  {
    name: 'all of a language',
    setup: `
create function app.handler() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';
create function app.inline(internal) returns void language c as '$libdir/plpgsql', 'plpgsql_inline_handler';
create function app.validator(oid) returns void language c as '$libdir/plpgsql', 'plpgsql_validator';`,
    change: `
create or replace trusted language app_language handler app.handler inline app.inline validator app.validator;
alter language app_language owner to pg_monitor;
comment on language app_language is 'ours';`,
  },
  {
    name: 'of what a trigger is made',
    setup: "create function app.other() returns trigger language plpgsql as 'begin return null; end'",
    change: `
drop trigger users_touch on app.users;
create trigger users_touch after insert or delete on app.users for each statement execute function app.other();`,
  },
  {
    name: 'the tables of a trigger',
    setup: `create trigger told after update on app.users for each statement execute function app.touch()`,
    change: `create or replace trigger told after update on app.users referencing old table as "O" new table as n
  for each statement execute function app.touch()`,
  },
  {
    name: 'a trigger that became a constraint',
    setup: `
create trigger told after update on app.users for each row execute function app.touch();
alter trigger users_touch on app.users no depends on extension hstore;`,
    change: `
drop trigger told on app.users;
create constraint trigger told after update on app.users from app.teams for each row execute function app.touch();
alter trigger users_touch on app.users depends on extension hstore;`,
  },
  {
    name: 'a trigger that a part has from the whole',
    setup: `create trigger told after update on app.events_old for each row execute function app.touch()`,
    change: `
drop trigger told on app.events_old;
create trigger told after update on app.events for each row execute function app.touch();`,
  },
  {
    name: 'a rule that was not there',
    change: 'create rule teams_stay as on update to app.teams do instead nothing',
  },
  {
    name: 'what is noted about a rule and about statistics',
    change: `
comment on rule teams_kept on app.teams is 'kept';
comment on statistics app.users_stats is 'counted';
alter statistics app.users_stats owner to pg_monitor;`,
  },
  {
    name: 'of what statistics are',
    change: `drop statistics app.users_stats; create statistics app.users_stats on (lower(name)), code from app.teams`,
  },
  {
    name: 'all of an event trigger',
    setup: `create function app.seen() returns event_trigger language plpgsql as 'begin end'`,
    change: `
drop event trigger watching;
create event trigger watching on sql_drop execute function app.seen();
alter event trigger watching disable;
alter event trigger watching owner to USER;
comment on event trigger watching is 'watches';`,
  },
];
