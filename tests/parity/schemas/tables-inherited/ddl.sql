create table cities (name text not null, people integer);
create table capitals (state text unique) inherits (cities);
