import { pgTable } from 'drizzle-orm/pg-core';
import {
  role,
  state,
  people,
  team,
  teams,
  org,
  task,
  note,
  ID,
  goods,
  named,
  GOODS,
  owner,
  constrained,
  owned,
  keyed,
  room,
  guest,
  place,
  places,
  overPlaces,
  label,
  labelled,
  extra,
  timed,
  priced,
  spelled,
} from './in-the-way-tables.ts';
import type { Scenario } from './scenarios.ts';

/** What stands in the way of a change, or needs it: none of it can be changed alone. */
export const IN_THE_WAY: Readonly<Record<string, Scenario>> = {
  'text that becomes an enum, with checks nobody declared, a default and conditions of indexes': {
    schema: { role, state, people },
    database: `create table people (id integer primary key,
        role text not null default 'user' check (role in ('admin', 'user', 'guest')), state text,
        constraint people_guests check (role <> 'admin' or id > 0));
      create index people_open on people (id) where state = 'open';
      create index people_state on people (state);
      insert into people values (1, 'admin', 'open'), (2, 'guest', null);`,
    codes: ['column/type', 'check/undeclared'],
    then: [
      [`insert into people (id) values (3) returning role::text`, { role: 'guest' }],
      [`select string_agg(role::text, ',' order by id) as roles from people`, { roles: 'admin,guest,guest' }],
    ],
  },
  'text that becomes an enum, with a view that nobody declared': {
    schema: { role, state, people },
    database:
      `create table people (id integer primary key, role text not null default 'guest', state state_before,
        constraint people_guests check (role <> 'admin' or id > 0));
      create index people_open on people (id) where state = 'open';
      create index people_state on people (state);
      create view admins as select id from people where role = 'admin';
      create view more_admins as select id from admins;`.replace('state_before', 'text'),
    codes: ['column/type', 'view/undeclared'],
  },
  'two columns of one check that become an enum': {
    schema: { team, teams },
    database: `create table teams (home text not null, guest text, constraint teams_differ check (home <> guest));`,
  },
  'a key and the foreign keys to it, of another type': {
    schema: { org, task, note },
    database: `create table org (id text primary key, parent text constraint org_parent references org);
      create table task (org text references org on delete cascade);
      create table note (id serial primary key, org text references org);
      insert into org values ('${ID}', '${ID}'); insert into task values ('${ID}');`,
    codes: ['column/type'],
    then: [[`select count(*)::int as n from pg_constraint where contype = 'f'`, { n: 3 }]],
  },
  'a foreign key of another type than its key has, whose name is another one too': {
    schema: { org, task },
    database: `create table org (id varchar(36) primary key, parent varchar(36) constraint org_up references org);
      create table task (org varchar(36) constraint task_to_org references org);`,
  },
  'citext that becomes text, with a check, an index, a policy and a view on it': {
    schema: { goods, named },
    database: `create extension citext; ${GOODS('citext', 'integer')}`,
    codes: ['column/type'],
    then: [[`select name, amount, twice from goods`, { name: 'One', amount: 7, twice: 14 }]],
  },
  'numeric that becomes integer, with a check, an index, a calculated column, a policy and a view on it': {
    schema: { goods, named },
    database: GOODS('text', 'numeric'),
    codes: ['column/type'],
    then: [[`select name, amount, twice from goods`, { name: 'One', amount: 7, twice: 14 }]],
  },
  'both of them at once': {
    schema: { goods, named },
    database: `create extension citext; ${GOODS('citext', 'numeric')}`,
    then: [[`select name, amount, twice from goods`, { name: 'One', amount: 7, twice: 14 }]],
  },
  'another type and another collation of one column': {
    schema: { goods, named },
    database: GOODS('varchar(20) collate "C"', 'integer'),
    codes: ['column/type', 'column/collation'],
  },
  'a type with a collation of its own': {
    schema: { spelled },
    database: `create table spelled (name varchar(5)); create index spelled_name on spelled (name);`,
    codes: ['column/type', 'column/collation'],
  },
  'a number with other digits, and a time with a zone': {
    schema: { timed, priced },
    database: `create table timed (id integer, at timestamp default current_timestamp);
      create table priced (id integer, price numeric(8,2) constraint priced_price check (price > 0));
      create view nobodys as select price from priced;`,
  },
  'a unique constraint that becomes an index, with a foreign key on it': {
    schema: { owner, owned },
    database: `create table owner (code integer not null constraint owner_code unique, other integer);
      create table owned (code integer constraint owned_code references owner (code));
      insert into owner values (1); insert into owned values (1);`,
    codes: ['unique/undeclared', 'index/missing'],
    then: [[`select count(*)::int as n from pg_constraint where contype = 'f'`, { n: 1 }]],
  },
  'an index that becomes a unique constraint, with a foreign key on it': {
    schema: { constrained, owned },
    database: `create table owner (code integer not null, other integer);
      create unique index owner_code on owner (code);
      create table owned (code integer constraint owned_code references owner (code));`,
    codes: ['unique/missing', 'index/undeclared'],
  },
  'a unique index that becomes the primary key, with a foreign key on it, and all of another type': {
    schema: { keyed, owned },
    database: `create table owner (code text not null, other integer);
      create unique index owner_code on owner (code);
      create table owned (code text constraint owned_code references owner (code));
      insert into owner values ('1'); insert into owned values ('1');`,
    codes: ['primary-key/missing', 'index/undeclared', 'column/type'],
  },
  'a second key that nobody declared, on which the foreign key rests': {
    schema: { keyed, owned },
    database: `create table owner (code integer not null, other integer);
      create unique index owner_code on owner (code);
      create table owned (code integer constraint owned_code references owner (code));
      alter table owner add primary key (code);`,
    codes: ['index/undeclared'],
  },
  'a foreign key that leads to another column, whose key is new as the old one goes': {
    schema: { owner, owned },
    database: `create table owner (code integer not null, other integer unique);
      create table owned (code integer constraint owned_code references owner (other));`,
    codes: ['foreign-key/referenced-columns', 'unique/undeclared', 'index/missing'],
  },
  'a table under another name that was changed as well, and holds the names': {
    schema: { room },
    database: `create table room (id serial primary key, a text constraint room_a_unique unique);
      create index room_a on room (a); create index room_b on room (a); alter table room rename to old_room;`,
    codes: ['table/missing', 'table/undeclared'],
  },
  'an index that nobody declared, which has the name of one that is missing elsewhere': {
    schema: { room, place },
    database: `create table room (id serial primary key, a text constraint room_a_unique unique, b text, kind text);
      create table place (id integer, pos integer); create index room_a on place (pos);`,
    codes: ['index/missing', 'index/undeclared'],
  },
  'two columns under other names, with a check, an index and a policy': {
    schema: { guest },
    database: `create table guest (id integer primary key, fname text, lname text,
        constraint guest_named check (fname <> '' or lname <> ''));
      create index guest_lower on guest (lower(fname || lname));
      alter table guest enable row level security;
      create policy guest_policy on guest using (fname <> lname);`,
    codes: ['column/missing', 'column/undeclared'],
  },
  'a view with its columns in another order, which another one reads': {
    schema: { place, places, overPlaces },
    database: `create table place (id integer, pos integer);
      create view places as select pos, id from place;
      create view over_places as select id from places;`,
    codes: ['view/definition'],
  },
  'a view nobody declared that a declared one reads, and one that reads it': {
    schema: { place, places },
    database: `create table place (id integer, pos integer);
      create view first_places as select id, pos from place where pos = 1;
      create view places as select id, pos from first_places;
      create view more_places as select id from places;`,
    codes: ['view/definition', 'view/undeclared'],
  },
  'a new label of an enum that is used at once': {
    schema: { label, labelled, extra },
    database: `create type label as enum ('a', 'b');
      create table labelled (id integer primary key, label label default 'a', "all" label[] default '{a}');
      insert into labelled values (1, 'b', '{a,b}');
      create view nobodys as select id from labelled where label = 'a';`,
    codes: ['enum/values', 'check/missing', 'index/missing', 'table/missing'],
    then: [
      [`insert into labelled (id) values (2) returning label::text, "all"::text`, { label: 'c', all: '{c}' }],
    ],
  },
  'a new label of an enum that a column becomes': {
    schema: { label, labelled, extra },
    database: `create type label as enum ('a', 'b');
      create table extra (id integer primary key, label text default 'a');
      create table labelled (id integer primary key, label label default 'a', "all" label[] default '{a}',
        constraint labelled_check check (label <> 'b' or id > 0));
      create index labelled_c on labelled (id) where label = 'a';
      insert into extra values (1, 'c');`,
    codes: ['enum/values', 'column/type'],
  },
  'a new label of an enum that nothing uses': {
    schema: { label, place: pgTable('place', { label: label('label') }) },
    database: `create type label as enum ('a', 'c'); create table place (label label);`,
    codes: ['enum/values'],
  },
};
