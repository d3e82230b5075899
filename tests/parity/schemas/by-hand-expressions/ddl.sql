create table rows (
  n integer,
  big integer default (10),
  s text,
  v varchar(10),
  b boolean,
  list text[] default cast('{}' as text[]),
  document jsonb default '{"a":1,"b":2}'::jsonb,
  exact numeric default 1.00,
  made integer generated always as ((public.rows.n + (1))) stored,
  constraint unequal check (rows.n <> 1),
  constraint "between" check (n >= 1 and n <= 10),
  constraint "cast" check ((s)::text <> ('x')),
  constraint "like" check (s ~~ 'a%'),
  constraint list check (n = any (array[1, 2])),
  constraint not_null check (not (n is null)),
  constraint blanks check (n > 0),
  constraint keywords check ((not b) or (n is null))
);
alter table rows drop constraint not_null, add constraint not_null check (n is not null);
create index partial on rows (n) where ((s <> ''::text));
create view seen (n, s) as select rows.n, rows.s from public.rows where ((rows.n > 1)) order by rows.n;
