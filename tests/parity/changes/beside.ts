import type { Change, ChangeTable } from './change.ts';

/** What Drizzle has no words for, and what is not in the database's own shape. */
const unsaid: readonly string[] = [
  'create function shop.touch() returns trigger language plpgsql as $$ begin return new; end $$',
  `create function shop.touch() returns trigger language plpgsql as $$ begin return new; end $$;
   create trigger items_touch before update on shop.items for each row execute function shop.touch();
   alter table shop.items disable trigger items_touch`,
  'create procedure shop.run() language sql as $$ select 1 $$',
  'create rule items_rule as on delete to shop.items do also notify gone',
  'grant select, update (name) on shop.items to public',
  'grant usage on schema shop to public',
  'alter default privileges in schema shop grant select on tables to public',
  `comment on table shop.items is 'x'; comment on column shop.items.name is 'y'`,
  'alter table shop.items alter column name set storage external',
  'alter table shop.items alter column name set compression pglz',
  'alter table shop.items alter column name set statistics 500',
  'alter table shop.items alter column name set (n_distinct = 5)',
  'alter table shop.items set (fillfactor = 50, autovacuum_enabled = off)',
  'alter table shop.items set unlogged',
  'alter table shop.items replica identity full',
  'alter table shop.items cluster on items_pkey',
  'create statistics shop.items_statistics on amount, small from shop.items',
  'create publication items for table shop.items',
  'create domain shop.short as text',
  'create type shop.pair as (a integer, b integer)',
  'create type shop.spread as range (subtype = float8)',
  'create aggregate shop.total (integer) (sfunc = int4pl, stype = integer)',
  'create operator shop.=== (leftarg = integer, rightarg = integer, function = int4eq)',
  'create collation shop.plain from "C"',
  'create text search configuration shop.plain (copy = simple)',
  'create extension citext',
  'create extension hstore schema shop',
  'create extension pg_stat_statements schema shop',
  `create foreign data wrapper nowhere; create server far foreign data wrapper nowhere;
   create foreign table shop.far (id integer) server far`,
  'alter table shop.spare add constraint apart exclude using btree (first with =)',
  'alter table shop.items drop column stamp; alter table shop.items add column stamp timestamp(3)',
  `insert into shop.items (name) values ('x'); delete from shop.items; insert into shop.spare values (1, 'x', true)`,
  'analyze shop.items',
  'alter table shop.items drop column grid; alter table shop.items add column grid integer[]',
  'alter schema shop owner to current_user',
  `set local timezone = 'Asia/Tokyo'; set local datestyle = 'SQL, DMY'; set local intervalstyle = 'sql_standard'`,
  'set local quote_all_identifiers = on; set local bytea_output = escape; set local extra_float_digits = -5',
  'set local standard_conforming_strings = off; set local escape_string_warning = off',
  'set local enable_seqscan = off; set local jit = off; set local plan_cache_mode = force_generic_plan',
  'create function pg_temp.now() returns timestamptz language sql as $$ select null::timestamptz $$',
  `create function shop.lower(text) returns text language sql immutable as 'select $1'`,
];

export const beside: ChangeTable = {
  schema: 'base-columns',
  changes: unsaid.map((change): Change => ({ change, expect: [] })),
};

/** Partitions that come and go under a declared table. */
export const partitions: ChangeTable = {
  schema: 'partitions-range',
  changes: [
    {
      change: `create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01')`,
      expect: [],
    },
    { change: 'drop table events_2024', expect: [] },
    { change: 'create index kind_again on events_2025 (kind)', expect: [] },
    { change: 'alter table events_2024 add constraint only_here check (id < 10)', expect: [] },
    { change: 'alter table events_2024 alter column kind set default $$y$$', expect: [] },
    // On its own it is a table like any other.
    {
      change: 'alter table events detach partition events_2024',
      expect: ['table/undeclared public.events_2024'],
    },
    { change: 'drop index events_kind', expect: ['index/missing public.events.events_kind'] },
    {
      change: 'alter table events add column extra integer',
      expect: ['column/undeclared public.events.extra'],
    },
    {
      change: 'alter table events alter column kind drop not null',
      expect: ['column/nullable public.events.kind'],
    },
    {
      change: `drop index events_kind; create index events_kind on only events (kind) where kind <> ''`,
      expect: ['index/valid public.events.events_kind'],
    },
    {
      change: 'alter table events rename to happenings',
      expect: ['table/renamed public.events'],
    },
    { change: 'alter table events enable row level security', expect: ['table/rls public.events'] },
  ],
};
