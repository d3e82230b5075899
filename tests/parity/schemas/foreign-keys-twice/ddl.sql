create table parents (id integer primary key);

create table children (
  id integer primary key,
  parent integer references parents (id) on delete cascade,
  other integer,
  constraint children_other foreign key (other) references parents (id)
);
