import type { ChangeTable } from './change.ts';

/** Tables that come, go, move, and are something else. */
export const tables: ChangeTable = {
  schema: 'base-columns',
  changes: [
    { change: 'drop table shop.spare', expect: ['table/missing shop.spare'] },
    { change: 'drop table public.notes', expect: ['table/missing public.notes'] },
    {
      change: "create table shop.extra (id integer primary key, a text check (a <> ''))",
      expect: ['table/undeclared shop.extra'],
    },
    { change: 'create unlogged table public."Extra" ()', expect: ['table/undeclared public.Extra'] },
    { change: 'alter table shop.counters rename to tallies', expect: ['table/renamed shop.counters'] },
    { change: 'alter table shop.items rename to articles', expect: ['table/renamed shop.items'] },
    { change: 'alter table shop.spare rename to reserve', expect: ['table/renamed shop.spare'] },
    {
      change: 'alter table shop.spare set schema public',
      expect: ['table/missing shop.spare', 'table/undeclared public.spare'],
    },
    {
      change: 'alter table public.notes set schema shop',
      expect: ['table/missing public.notes', 'table/undeclared shop.notes'],
    },
    {
      change: 'create schema elsewhere; alter table shop.spare set schema elsewhere',
      expect: ['table/missing shop.spare'],
    },
    {
      change: 'drop table shop.spare; create table shop.entirely_different (x uuid, y uuid, z uuid)',
      expect: ['table/missing shop.spare', 'table/undeclared shop.entirely_different'],
    },
    {
      change: `alter table shop.counters rename to tallies; alter table shop.tallies alter column given drop identity;
        alter table shop.tallies alter column other drop not null`,
      expect: [
        'column/identity shop.counters.given',
        'column/nullable shop.counters.other',
        'table/renamed shop.counters',
      ],
    },
    {
      change: `drop table shop.spare;
        create view shop.spare as select 1 as first, 'x'::text as second, true as third`,
      expect: ['table/kind shop.spare'],
    },
    {
      change: `drop table shop.spare;
        create materialized view shop.spare as select 1 as first, 'x'::text as second, true as third`,
      expect: ['table/kind shop.spare'],
    },
    {
      change: `drop table shop.spare; create foreign data wrapper nowhere; create server far foreign data wrapper nowhere;
        create foreign table shop.spare (first integer, second text, third boolean) server far`,
      expect: ['table/kind shop.spare'],
    },
    { change: 'alter table shop.items enable row level security', expect: ['table/rls shop.items'] },
    { change: 'alter table shop.items force row level security', expect: ['table/force-rls shop.items'] },
    {
      change: `create policy open on shop.items using (true)`,
      expect: ['policy/undeclared shop.items.open'],
    },
    {
      change: `drop table shop.spare; create table shop.spare (first integer, second text, third boolean)
        partition by list (first)`,
      expect: [],
    },
    {
      change: `create table shop.above (first integer, second text);
        drop table shop.spare; create table shop.spare (third boolean) inherits (shop.above)`,
      expect: ['table/undeclared shop.above'],
    },
    {
      change: 'drop table shop.spare; create table shop.spare (third boolean, second text, first integer)',
      expect: [],
    },
    {
      change:
        'drop table shop.spare; create unlogged table shop.spare (first integer, second text, third boolean)',
      expect: [],
    },
    {
      change: 'create table keelson_notes (id integer); alter table keelson_notes set schema shop',
      expect: ['table/undeclared shop.keelson_notes'],
    },
    {
      change: 'create temporary table items (id integer); create temporary table stray (id integer)',
      expect: [],
    },
    {
      change: `create table knex_migrations (id serial primary key, name varchar(255), batch integer,
          migration_time timestamptz);
        create table knex_migrations_lock (index serial primary key, is_locked integer)`,
      expect: [],
    },
    {
      change: `create schema keelson; create table keelson.deploys (id bigint generated always as identity primary key);
        create view keelson.last as select max(id) from keelson.deploys`,
      expect: [],
    },
    { change: 'create schema elsewhere; create table elsewhere.things (id serial primary key)', expect: [] },
  ],
};
