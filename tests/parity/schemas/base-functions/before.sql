create function top() returns integer language sql immutable as 'select 5';
create function other_top() returns integer language sql immutable as 'select 5';
create function slow_top() returns integer language plpgsql immutable as 'begin return 5; end';
create function same(integer) returns integer language sql immutable as 'select $1';
create function other_same(integer) returns integer language sql immutable as 'select $1';
create schema elsewhere;
create function elsewhere.top() returns integer language sql immutable as 'select 5';
create function elsewhere.lower(text) returns text language sql immutable as 'select pg_catalog.lower($1)';
