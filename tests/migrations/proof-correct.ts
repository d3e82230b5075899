import { statements } from './project.ts';

/** Migrations that are what they claim to be, one after the other on one database. */
export const CORRECT: Readonly<Record<string, string>> = {
  '010_schema': statements(['create schema shop'], ['drop schema shop']),
  '020_table': statements(
    [
      `create table shop.items (id serial primary key, name varchar(40) not null unique, price numeric(8, 2) not null default 1,
         sold date, about jsonb, tags text[], open boolean not null default true)`,
    ],
    ['drop table shop.items'],
  ),
  '030_foreign_key': statements(
    [
      `create table shop.sales (id bigint generated always as identity primary key,
         item int not null references shop.items on delete cascade, before bigint references shop.sales, note text)`,
    ],
    ['drop table shop.sales'],
  ),
  '040_column': statements(
    ['alter table shop.items add nickname text', "comment on column shop.items.nickname is 'short'"],
    ['alter table shop.items drop nickname'],
  ),
  '050_enum': statements(
    [
      "create type shop.state as enum ('new', 'old')",
      "alter table shop.items add state shop.state not null default 'new'",
    ],
    ['alter table shop.items drop state', 'drop type shop.state'],
  ),
  '060_index_concurrently': statements(
    ['create index concurrently items_price on shop.items (price)'],
    ['drop index concurrently shop.items_price'],
    { transaction: false },
  ),
  '070_trigger': statements(
    [
      `create function shop.touch() returns trigger language plpgsql as $$ begin new.note = coalesce(new.note, 'made'); return new; end $$`,
      'create trigger touch before insert on shop.sales for each row execute function shop.touch()',
    ],
    ['drop trigger touch on shop.sales', 'drop function shop.touch()'],
  ),
  '080_policy': statements(
    [
      'alter table shop.sales enable row level security',
      'create policy mine on shop.sales using (note is null)',
    ],
    ['drop policy mine on shop.sales', 'alter table shop.sales disable row level security'],
  ),
  '085_key_wider': statements(
    ['alter table shop.items alter id type bigint', 'alter table shop.sales alter item type bigint'],
    ['alter table shop.sales alter item type int', 'alter table shop.items alter id type int'],
  ),
  '090_view': statements(
    ['create view shop.sold as select i.name, s.note from shop.sales s join shop.items i on i.id = s.item'],
    ['drop view shop.sold'],
  ),
  '100_check': statements(
    ["alter table shop.items add constraint named check (name <> 'forbidden')"],
    ['alter table shop.items drop constraint named'],
  ),
  '110_domain': statements(
    [
      "create domain shop.code as text check (value ~ '^[A-Z]{3}-[0-9]+$')",
      'create table shop.coded (code shop.code primary key)',
    ],
    ['drop table shop.coded', 'drop domain shop.code'],
  ),
  '120_sequence': statements(['create sequence shop.numbers start 7'], ['drop sequence shop.numbers']),
  '130_partition': statements(
    [
      'create table shop.log (at date not null, what text) partition by range (at)',
      "create table shop.log_2020 partition of shop.log for values from ('2020-01-01') to ('2021-01-01')",
    ],
    ['drop table shop.log'],
  ),
  '140_comment': statements(
    ["comment on table shop.items is 'all'"],
    ['comment on table shop.items is null'],
  ),
  '150_grant': statements(
    ['grant select on shop.items to public'],
    ['revoke select on shop.items from public'],
  ),
  '170_data': statements(
    [
      'alter table shop.items add was varchar(40)',
      'update shop.items set was = name',
      "update shop.items set name = left('x ' || id, 40)",
    ],
    ['update shop.items set name = was where was is not null', 'alter table shop.items drop was'],
  ),
  '180_lookup': statements(
    [
      'create table shop.kinds (id int primary key, name text)',
      "insert into shop.kinds values (1, 'one'), (2, 'two')",
    ],
    ['drop table shop.kinds'],
  ),
  '190_more_lookup': statements(
    ["insert into shop.kinds values (3, 'three')"],
    ['delete from shop.kinds where id = 3'],
  ),
  '200_null_with_a_way_back': statements(
    ['alter table shop.sales alter item drop not null'],
    ['delete from shop.sales where item is null', 'alter table shop.sales alter item set not null'],
  ),
  '210_wider_with_a_way_back': statements(
    ['alter table shop.items alter price type numeric(12, 2)'],
    ['alter table shop.items alter price type numeric(8, 2) using least(price, 999999.99)'],
  ),
  '230_block': statements(
    ["do $$ begin update shop.sales set note = 'x' || note; end $$"],
    ['do $$ begin update shop.sales set note = substr(note, 2); end $$'],
  ),
  '240_nothing': statements([], []),
  '250_through_a_view': statements(
    ['create view shop.cheap as select id, open from shop.items', 'update shop.cheap set open = not open'],
    ['update shop.cheap set open = not open', 'drop view shop.cheap'],
  ),
  '260_detach': statements(
    [
      "insert into shop.log_2020 values ('2020-05-05', 'may')",
      'alter table shop.log detach partition shop.log_2020',
    ],
    [
      "delete from shop.log_2020 where at < '2020-01-01' or at >= '2021-01-01'",
      "alter table shop.log attach partition shop.log_2020 for values from ('2020-01-01') to ('2021-01-01')",
      "delete from shop.log where what = 'may'",
    ],
  ),
  '270_function': statements(
    [
      "create function shop.close() returns void language sql as 'update shop.items set open = not open'",
      'select shop.close()',
    ],
    ['select shop.close()', 'drop function shop.close()'],
  ),
  '280_audit': statements(
    [
      'create table shop.audit (item int, at timestamptz default now())',
      `create function shop.audits() returns trigger language plpgsql as $$ begin insert into shop.audit values (new.id); return new; end $$`,
      'create trigger audits after update on shop.items for each row execute function shop.audits()',
    ],
    ['drop trigger audits on shop.items', 'drop function shop.audits()', 'drop table shop.audit'],
  ),
  '290_audited': statements(
    ['update shop.items set open = not open'],
    ['update shop.items set open = not open'],
  ),
  '900_rename': statements(
    ['alter table shop.items rename to things', 'alter table shop.things rename column about to told'],
    ['alter table shop.things rename column told to about', 'alter table shop.things rename to items'],
  ),
};
