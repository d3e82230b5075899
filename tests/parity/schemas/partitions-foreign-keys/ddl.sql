create table parents (id integer primary key);
create table parts (
  id integer,
  place integer,
  parent integer references parents,
  name text,
  primary key (id, place),
  constraint parts_name unique (place, name)
) partition by hash (place);
create table parts_0 partition of parts for values with (modulus 2, remainder 0);
create table parts_1 partition of parts for values with (modulus 2, remainder 1);
create table pieces (part integer, place integer, foreign key (part, place) references parts on delete cascade);
