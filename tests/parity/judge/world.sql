create schema auth;
create schema s1;
create schema s2;
create type mood as enum ('a', 'b', 'it''s', 'b c');
create type auth."E Num" as enum ('x', 'y z');
create domain short as varchar(3);
create domain positive as integer check (value > 0);
create sequence seqx;
create sequence auth.seqx;

create function s1.f(n integer) returns integer language plpgsql immutable as 'begin return n; end';
create function s2.f(n integer) returns integer language plpgsql immutable as 'begin return n; end';
create function plus_one(n integer) returns integer language sql immutable as 'select n + 1';
create function answer() returns integer language plpgsql immutable as 'begin return 42; end';
create function filled(n integer, by integer default 1) returns integer language plpgsql as 'begin return n + by; end';
create function twofold(t text) returns text language plpgsql as 'begin return t || t; end';
create function twofold(n integer) returns text language sql immutable as 'select twofold(n::text)';
create function strict_one(n integer) returns integer language plpgsql strict as 'begin return n; end';
create function auth.uid() returns integer language sql stable as $$ select nullif(current_setting('app.uid', true), '')::integer $$;
create function new_id() returns text language plpgsql as $$ begin return 'x'; end $$;
create function s1.eq(x integer, y integer) returns boolean language sql immutable as 'select x = y';
create collation s1.odd (locale = 'C');
create operator === (function = s1.eq, leftarg = integer, rightarg = integer);

create table people (
  id integer primary key,
  age integer,
  name varchar(20),
  email text,
  kind text collate "C",
  b boolean,
  n numeric(10, 2),
  data jsonb,
  tags text[],
  at timestamptz,
  feeling mood,
  other auth."E Num",
  shape point,
  bio tsvector
);
create table "My ""T""" ("select" integer, "Col With Space" text, "quo""te" text, "sq'" text, "É" integer);

create table auth.orgs (id integer primary key, name text);
create table auth.users (id integer primary key, org_id integer references auth.orgs, email text, b boolean);
create table auth.members (org_id integer not null, user_id integer not null, role text, primary key (org_id, user_id));
alter table auth.users enable row level security;
create view public.orgs_view as select id, name from auth.orgs;
create view public.orgs_view_too as select id, name from auth.orgs;
create table auth.secrets (id integer);
alter table auth.secrets enable row level security;
