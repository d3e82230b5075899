create table "rows" (
  "id" uuid default gen_random_uuid(),
  "whole" integer not null default '0',
  "negative" integer default '-1',
  "big" bigint default '5',
  "bigger" bigint default '-5',
  "yes" boolean not null default '1',
  "no" boolean default '0',
  "price" decimal(8, 2) default '1.50',
  "price_number" decimal(8, 2) default '2',
  "ratio" double precision default '0.1',
  "name" varchar(255) default 'x',
  "text" text default '',
  "document" jsonb default '{"a": [], "b": 1}',
  constraint "rows_pkey" primary key ("id")
);
