-- A shop that rents out films: a domain, an enum, full text search, a table in months, views, rules of triggers.
create type rating as enum ('G', 'PG', 'PG-13', 'R', 'NC-17');
create domain year as integer constraint year_check check (value >= 1901 and value <= 2155);
create domain "bıgint" as bigint;
create sequence customer_customer_id_seq;

create function last_updated() returns trigger language plpgsql as $$
begin
  new.last_update = current_timestamp;
  return new;
end $$;
create function _group_concat(text, text) returns text language sql immutable as $$
  select case when $2 is null then $1 when $1 is null then $2 else $1 || ', ' || $2 end
$$;
create aggregate group_concat(text) (sfunc = _group_concat, stype = text);

create table country (country_id serial primary key, country text not null, last_update timestamptz default now() not null);
create table city (
  city_id serial primary key,
  city text not null,
  country_id integer not null references country on update cascade on delete restrict,
  last_update timestamptz default now() not null
);
create table address (
  address_id serial primary key,
  address text not null,
  address2 text,
  city_id integer not null references city on update cascade on delete restrict,
  phone text not null,
  last_update timestamptz default now() not null
);
create table store (
  store_id serial primary key,
  manager_staff_id integer not null,
  address_id integer not null references address on update cascade on delete restrict
);
create table staff (
  staff_id serial primary key,
  first_name text not null,
  address_id integer not null references address on update cascade on delete restrict,
  store_id integer not null references store,
  active boolean default true not null,
  picture bytea
);
alter table store add foreign key (manager_staff_id) references staff;
create unique index idx_unq_manager_staff_id on store using btree (manager_staff_id);
create table customer (
  customer_id integer default nextval('customer_customer_id_seq') primary key,
  store_id integer not null references store on update cascade on delete restrict,
  first_name text not null,
  last_name text not null,
  activebool boolean default true not null,
  create_date date default current_date not null,
  last_update timestamptz default now(),
  active integer
);
create index idx_last_name on customer (last_name);
create table language (language_id serial primary key, name character(20) not null);
create table film (
  film_id serial primary key,
  title text not null,
  release_year year,
  language_id integer not null references language on update cascade on delete restrict,
  original_language_id integer references language on update cascade on delete restrict,
  rental_duration smallint default 3 not null,
  rental_rate numeric(4, 2) default 4.99 not null,
  rating rating default 'G'::rating,
  special_features text[],
  fulltext tsvector not null
);
create index film_fulltext_idx on film using gist (fulltext);
create trigger film_fulltext_trigger before insert or update on film for each row
  execute function tsvector_update_trigger('fulltext', 'pg_catalog.english', 'title');
create trigger last_updated before update on customer for each row execute function last_updated();
create table inventory (
  inventory_id serial primary key,
  film_id integer not null references film on update cascade on delete restrict,
  store_id integer not null references store on update cascade on delete restrict
);
create index idx_store_id_film_id on inventory (store_id, film_id);
create table rental (
  rental_id serial primary key,
  rental_period tstzrange not null,
  inventory_id integer not null references inventory on update cascade on delete restrict,
  customer_id integer not null references customer on update cascade on delete restrict,
  staff_id integer not null references staff on update cascade on delete restrict,
  exclude using gist (int4range(inventory_id, inventory_id, '[]') with &&, rental_period with &&)
);
create table payment (
  payment_id serial,
  customer_id integer not null,
  amount numeric(5, 2) not null check (amount >= 0),
  payment_date timestamptz not null,
  primary key (payment_date, payment_id)
) partition by range (payment_date);
create table payment_p2022_01 partition of payment for values from ('2022-01-01 00:00:00+00') to ('2022-02-01 00:00:00+00');
create table payment_p2022_02 partition of payment for values from ('2022-02-01 00:00:00+00') to ('2022-03-01 00:00:00+00');
alter table payment add foreign key (customer_id) references customer;
create index on payment (customer_id);

create view customer_list as
  select c.customer_id as id, c.first_name || ' ' || c.last_name as name, a.phone,
    case when c.activebool then 'active' else '' end as notes, s.store_id as sid
  from customer c join store s using (store_id) join address a on a.address_id = s.address_id;
create view film_list as
  select f.film_id as fid, f.title, l.name as category, f.rental_rate as price, group_concat(f.rating::text) as ratings
  from film f left join language l on l.language_id = f.language_id group by f.film_id, f.title, l.name, f.rental_rate;
create materialized view rentals_by_store as
  select s.store_id, count(*) as rentals, sum(upper(r.rental_period) - lower(r.rental_period)) as lent
  from rental r join inventory i using (inventory_id) join store s on s.store_id = i.store_id group by s.store_id with no data;
create unique index rentals_by_store_store on rentals_by_store (store_id);
comment on table film is 'What can be rented';
comment on column film.rating is 'Of the year in which it came out';
