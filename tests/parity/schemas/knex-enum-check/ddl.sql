create type "order_status" as enum ('new', 'paid');
create table "orders" (
  "state" text check ("state" in ('open', 'closed')),
  "status" "order_status" not null default 'new'
);
