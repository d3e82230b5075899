import type { Change } from '../change.ts';

/** Changes of functions, triggers, rules and policies. */
export const BEHAVIOUR: readonly Change[] = [
  {
    name: "a function's body",
    change: `create or replace function app.twice(n integer, add_to integer default 0) returns integer language sql immutable as 'select n + n + add_to'`,
    finds: ['function app.twice(integer, integer)'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'how stable a function is',
    change: `create or replace function app.twice(n integer, add_to integer default 0) returns integer language sql stable as 'select n * 2 + add_to'`,
    finds: ['function app.twice(integer, integer)'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'whose rights a function has',
    change: `create or replace function app.twice(n integer, add_to integer default 0) returns integer language sql immutable security definer as 'select n * 2 + add_to'`,
    finds: ['function app.twice(integer, integer)'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a strict function',
    change: `create or replace function app.twice(n integer, add_to integer default 0) returns integer language sql immutable strict as 'select n * 2 + add_to'`,
    finds: ['function app.twice(integer, integer)'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a function that is safe in parallel',
    change: `create or replace function app.twice(n integer, add_to integer default 0) returns integer language sql immutable parallel safe as 'select n * 2 + add_to'`,
    finds: ['function app.twice(integer, integer)'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a leakproof function',
    change: `create or replace function app.twice(n integer, add_to integer default 0) returns integer language sql immutable leakproof as 'select n * 2 + add_to'`,
    finds: ['function app.twice(integer, integer)'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a function's cost",
    change: 'alter function app.twice cost 5',
    finds: ['function app.twice(integer, integer)'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'how many rows a function gives',
    change: 'alter function app.spread rows 7',
    finds: ['function app.spread(integer)'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a setting of a function',
    change: 'alter function app.twice set search_path = app',
    finds: ['function app.twice(integer, integer)'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a default of an argument',
    change: `create or replace function app.twice(n integer, add_to integer default 1) returns integer language sql immutable as 'select n * 2 + add_to'`,
    finds: ['function app.twice(integer, integer)'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'the name of an argument',
    change: `drop function app.twice; create or replace function app.twice(m integer, add_to integer default 0) returns integer language sql immutable as 'select m * 2 + add_to'`,
    finds: ['function app.twice(integer, integer)'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'what a function returns',
    change: `drop function app.spread; create function app.spread(n integer) returns setof bigint language sql as 'select generate_series(1, n)'`,
    finds: ['function app.spread(integer)'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'the language of a function',
    change: `create or replace function app.touch() returns trigger language app_language as 'begin return new; end'`,
    finds: ['function app.touch()'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a body that Postgres has parsed',
    change: 'create or replace function app.atomic() returns integer begin atomic select 2; end',
    finds: ['function app.atomic()'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a function's support",
    change: 'alter function app.twice support textlike_support',
    finds: ['function app.twice(integer, integer)'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a function with other arguments',
    change: `create function app.twice(n text) returns text language sql as 'select n || n'`,
    finds: ['function app.twice(text)'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a procedure's body",
    change: `create or replace procedure app.nothing() language sql as 'select 1'`,
    finds: ['function app.nothing()'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'where an aggregate begins',
    change: `create or replace aggregate app.total(integer) (sfunc = int4pl, stype = integer, initcond = '1')`,
    finds: ['aggregate app.total(integer)'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a trigger more',
    change: 'create trigger teams_touch before update on app.teams for each row execute function app.touch()',
    finds: ['trigger app.teams.teams_touch'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'when a trigger fires',
    change:
      'create or replace trigger users_touch after update on app.users for each row execute function app.touch()',
    finds: ['trigger app.users.users_touch'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'which columns wake a trigger',
    change:
      'create or replace trigger users_touch before update of bio on app.users for each row execute function app.touch()',
    finds: ['trigger app.users.users_touch'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a trigger's condition",
    change:
      'create or replace trigger users_touch before update on app.users for each row when (old.age > 5) execute function app.touch()',
    finds: ['trigger app.users.users_touch'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'what a trigger is told',
    change: `create or replace trigger users_touch before update on app.users for each row execute function app.touch('x')`,
    finds: ['trigger app.users.users_touch'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a disabled trigger',
    change: 'alter table app.users disable trigger users_touch',
    finds: ['trigger app.users.users_touch'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a trigger that fires always',
    change: 'alter table app.users enable always trigger users_touch',
    finds: ['trigger app.users.users_touch'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a constraint trigger that waits',
    change:
      'drop trigger users_later on app.users; create constraint trigger users_later after insert on app.users deferrable initially deferred for each row execute function app.touch()',
    finds: ['trigger app.users.users_later'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'what a rule does',
    change: 'create or replace rule teams_kept as on delete to app.teams where old.id > 5 do instead nothing',
    finds: ['rule app.teams.teams_kept'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a disabled rule',
    change: 'alter table app.teams disable rule teams_kept',
    finds: ['rule app.teams.teams_kept'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'whom a policy lets in',
    change: 'alter policy users_own on app.users using (age > 1)',
    finds: ['policy app.users.users_own'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'for whom a policy is',
    change: 'alter policy users_own on app.users to pg_monitor',
    finds: ['policy app.users.users_own'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a restrictive policy',
    change:
      'drop policy users_own on app.users; create policy users_own on app.users as restrictive for select using (age > 0)',
    finds: ['policy app.users.users_own'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'an event trigger that was enabled',
    change: 'alter event trigger watching enable replica',
    finds: ['event trigger watching'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'the tags of an event trigger',
    change: `drop event trigger watching; create event trigger watching on ddl_command_end when tag in ('CREATE TABLE') execute function app.watch(); alter event trigger watching disable`,
    finds: ['event trigger watching'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'an extension that a function depends on',
    change: 'alter function app.touch() depends on extension hstore',
    finds: ['function app.touch()'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: "a trigger's comment",
    change: `comment on trigger users_touch on app.users is 'when'`,
    finds: ['trigger app.users.users_touch'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a policy's comment",
    change: `comment on policy users_own on app.users is 'who'`,
    finds: ['policy app.users.users_own'],
    seenBy: { pgDelta: true, pgDump: true },
  },
];
