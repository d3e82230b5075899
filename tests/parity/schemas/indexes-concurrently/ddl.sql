create table rows (a integer, b integer);

create index concurrently rows_a on rows (a);

create unique index concurrently rows_b on rows (b);
