create table public.things (
  k text array,
  j time(6) without time zone,
  i float(24),
  h float,
  g dec(10, 2),
  f timestamp with time zone default (now()),
  e character varying(30),
  d bool default 'f' not null,
  c int2 default '1',
  b int8 null,
  a int4 constraint things_a_not_null not null default (((0)))
);
alter table things alter column j type time;
create index things_a on things using btree (a asc nulls last);
create index things_b on things (b desc);
create unique index things_e on things (lower((e)::text));
alter table things add constraint things_length check ((((length(e)) > 2) and (length(e) < 20)));
alter table things add constraint things_positive check (a >= 0);
