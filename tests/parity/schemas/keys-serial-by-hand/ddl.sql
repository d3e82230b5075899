create sequence tickets_id_seq as integer;
create table tickets (id integer not null default nextval('tickets_id_seq'), title text, primary key (id));
alter sequence tickets_id_seq owned by tickets.id;
create table seats (id bigserial primary key);
alter sequence seats_id_seq rename to seat_numbers;
