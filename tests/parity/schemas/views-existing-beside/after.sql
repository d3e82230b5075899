create view stats as select 1 as id, 2 as other, 'x'::text as label;

create materialized view totals as select 'x'::text as label, 1 as total, 2 as other;

create index totals_total on totals (total);
