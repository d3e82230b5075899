-- What pg_dump wrote of a database that was itself restored.
set search_path = '';
create type public.state as enum ('open', 'closed');
create table public.tickets (
  id integer not null,
  state public.state default 'open'::public.state not null,
  kind character varying(10) not null,
  opened timestamp without time zone default (now() at time zone 'utc'::text) not null,
  due timestamp without time zone default (now() + '7 days'::interval),
  label text generated always as ((((kind)::text || '-'::text) || id)) stored,
  parent integer,
  constraint tickets_kind check (((kind)::text = any (array[('bug'::character varying)::text, ('task'::character varying)::text]))),
  constraint tickets_parent check ((((parent >= 1) and (parent <= 10)) and (id > 0)))
);
create sequence public.tickets_id_seq as integer start with 1 increment by 1 no minvalue no maxvalue cache 1;
alter sequence public.tickets_id_seq owned by public.tickets.id;
create view public.bugs as
  select tickets.id, tickets.kind
  from public.tickets
  where ((tickets.kind)::text = any (array[('bug'::character varying)::text, ('task'::character varying)::text]));
create materialized view public.counts as
  select tickets.kind, (count(*))::integer as n
  from public.tickets
  where ((tickets.kind)::text <> all (array[('x'::character varying)::text, ('y'::character varying)::text]))
  group by tickets.kind
  with no data;
alter table only public.tickets alter column id set default nextval('public.tickets_id_seq'::regclass);
alter table only public.tickets add constraint tickets_pkey primary key (id);
create index tickets_open on public.tickets using btree (opened)
  where ((state = 'open'::public.state) and ((kind)::text = any (array[('bug'::character varying)::text, ('task'::character varying)::text])));
create policy tickets_read on public.tickets for select
  using ((((kind)::text = any (array[('bug'::character varying)::text, ('task'::character varying)::text])) or (parent is null)));
alter table public.tickets enable row level security;
refresh materialized view public.counts;
