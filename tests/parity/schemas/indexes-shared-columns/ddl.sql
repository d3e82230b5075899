create table rows (a integer, b integer);
create index rows_first on rows (a);
create index rows_second on rows (a desc);
create index rows_third on rows (a);
create index rows_fourth on rows (b desc nulls last);
create index rows_fifth on rows (b);
