create schema legacy;
create view legacy.people as select 1::bigint as id, 'x'::text as name;
create materialized view old_totals as select 1 as total;
