import type { Word } from './word.ts';

/** Text search, what is foreign, replication, what belongs to the database itself. */
export const ELSEWHERE: readonly Word[] = [
  {
    name: 'text search that is made anew',
    setup: `
create text search parser app.parts (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
create text search template app.form (lexize = dsimple_lexize);
create text search dictionary app.list (template = pg_catalog.simple);
create text search configuration app.finder (parser = pg_catalog.default);
create function app.begins(internal, integer) returns internal language internal as 'prsd_start';
create function app.nexts(internal, internal, internal) returns internal language internal as 'prsd_nexttoken';
create function app.ends(internal) returns void language internal as 'prsd_end';
create function app.tokens(internal) returns internal language internal as 'prsd_lextype';
create function app.lexize(internal, internal, internal, internal) returns internal language internal as 'dsimple_lexize';`,
    change: `
drop text search parser app.parts;
create text search parser app.parts (start = app.begins, gettoken = app.nexts, end = app.ends, headline = prsd_headline, lextypes = app.tokens);
drop text search template app.form;
create text search template app.form (init = dsimple_init, lexize = app.lexize);
drop text search dictionary app.list;
create text search dictionary app.list (template = app.form);
drop text search configuration app.finder;
create text search configuration app.finder (parser = app.parts);`,
  },
  {
    name: 'what is said of text search',
    setup: `
create text search parser app.parts (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
create text search template app.form (lexize = dsimple_lexize);`,
    change: `
comment on text search parser app.parts is 'a'; comment on text search template app.form is 'b';
comment on text search dictionary app.words is 'c'; comment on text search configuration app.search is 'd';
alter text search dictionary app.words owner to pg_monitor; alter text search configuration app.search owner to pg_monitor;`,
  },
  {
    name: 'all of a foreign data wrapper and a server',
    setup: `
create function app.handler() returns fdw_handler language internal as 'now';
create function app.validator(text[], oid) returns boolean language sql as 'select true';`,
    change: `
alter foreign data wrapper wrapper handler app.handler validator app.validator;
comment on foreign data wrapper wrapper is 'wraps';
comment on server remote is 'there';
alter server remote owner to USER;`,
  },
  {
    name: 'whose what is foreign is',
    change: `
alter foreign data wrapper wrapper owner to ROLE_boss;
alter server remote owner to ROLE_boss;
alter event trigger watching owner to ROLE_boss;
alter publication news owner to ROLE_boss;`,
  },
  {
    name: 'nothing that is foreign',
    change: 'drop foreign data wrapper wrapper cascade',
  },
  {
    name: 'nobody who is known at a server',
    change: 'drop user mapping for public server remote',
  },
  {
    name: 'of what a server is',
    setup: 'create foreign data wrapper second; create server there foreign data wrapper wrapper',
    change: `drop server there; create server there type 'big' foreign data wrapper second`,
  },
  {
    name: 'all of an access method',
    setup: 'create access method mine type table handler heap_tableam_handler',
    change: `
drop access method mine;
create access method mine type index handler bthandler;
comment on access method mine is 'mine';`,
  },
  {
    name: 'all of a publication',
    setup: 'create publication everyone for table app.users',
    change: `
drop publication everyone;
create publication everyone for all tables with (publish = 'update, delete, truncate');
comment on publication everyone is 'all';`,
  },
  {
    name: 'all of a subscription',
    setup: `create subscription stray connection 'host=nowhere' publication news with (connect = false, slot_name = none, enabled = false)`,
    change: `
alter subscription stray set publication news, more with (refresh = false);
alter subscription stray set (slot_name = 'stray_slot', binary = true, streaming = on, disable_on_error = true, synchronous_commit = 'remote_write');
alter subscription stray enable;
comment on subscription stray is 'stray';`,
  },
  {
    name: 'what later versions say of a subscription',
    since: 17,
    setup: `create subscription stray connection 'host=nowhere' publication news with (connect = false, slot_name = none, enabled = false)`,
    change: `alter subscription stray set (password_required = false, run_as_owner = true, origin = 'none')`,
  },
  {
    name: 'a subscription in two phases more',
    change: `create subscription stray connection 'host=nowhere' publication news
  with (connect = false, slot_name = none, enabled = false, two_phase = true)`,
  },
  {
    name: 'a subscription more that outlives its server',
    since: 17,
    change: `create subscription stray connection 'host=nowhere' publication news
  with (connect = false, slot_name = none, enabled = false, failover = true)`,
  },
  {
    name: 'what is said of an extension',
    change: `comment on extension hstore is 'pairs'`,
  },
  {
    name: 'a setting of the database that was another',
    setup: `do $$ begin execute format('alter database %I set work_mem = ''5MB''', current_database()); end $$`,
    change: `do $$ begin execute format('alter database %I set work_mem = ''7MB''', current_database()); end $$`,
  },
  {
    name: 'what the database is',
    change: `
do $$ begin
  execute format('alter database %I owner to pg_monitor', current_database());
  execute format('alter database %I is_template true', current_database());
end $$`,
  },
  {
    name: 'rights in future that were others',
    setup: `
alter default privileges grant select on tables to pg_monitor;
alter default privileges in schema app grant usage on sequences to pg_monitor with grant option`,
    change: `
alter default privileges grant select, insert on tables to public;
alter default privileges in schema app revoke grant option for usage on sequences from pg_monitor;
alter default privileges in schema app grant select on sequences to ROLE`,
  },
  {
    name: 'rights to what comes with Postgres that were others',
    setup: 'revoke execute on function pg_sleep(double precision) from public',
    change: 'grant execute on function pg_sleep(double precision) to pg_monitor with grant option',
  },
];

/**
 * What a second database could not be made with while the first is not decided on: all databases of a server share
 * roles, and that a subscription is dropped locks those of all.
 */
export const SHARED: readonly Word[] = [
  {
    name: 'what a role may do',
    change: 'alter role ROLE createrole noinherit superuser login replication bypassrls',
  },
  {
    name: 'a subscription in two phases, of another owner',
    setup: `create subscription stray connection 'host=nowhere' publication news with (connect = false, slot_name = none, enabled = false)`,
    change: `
drop subscription stray;
create subscription stray connection 'host=nowhere' publication news
  with (connect = false, slot_name = none, enabled = false, two_phase = true);
alter subscription stray owner to ROLE_boss;`,
  },
  {
    name: 'a subscription that outlives its server',
    since: 17,
    setup: `create subscription stray connection 'host=nowhere' publication news with (connect = false, slot_name = none, enabled = false)`,
    change: `
drop subscription stray;
create subscription stray connection 'host=nowhere' publication news
  with (connect = false, slot_name = none, enabled = false, failover = true);`,
  },
];
