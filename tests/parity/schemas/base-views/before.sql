create schema old;
create view old.people as select 1::bigint as id, 'x'::text as name;
