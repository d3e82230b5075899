create table public.orders (
  state character varying(20) not null,
  note text,
  constraint orders_state check (((state)::text = any ((array['new'::character varying, 'paid'::character varying, 'sent'::character varying])::text[]))),
  constraint orders_not check (((state)::text <> all ((array['lost'::character varying, 'found'::character varying])::text[])))
);
create index orders_open on public.orders using btree (note)
  where ((state)::text = any ((array['new'::character varying, 'paid'::character varying])::text[]));
create view public.open as
  select note from public.orders
  where ((state)::text = any ((array['new'::character varying, 'paid'::character varying])::text[]));
