create table rows (gone1 text, d text, gone2 integer default 1, c integer default 5, a integer, gone3 serial);
alter table rows drop column gone1, drop column gone3, add column b text;
alter table rows add check (gone2 > 0), add constraint rows_check check (c > 0 or d is null);
alter table rows add primary key (c, a), add unique (d, b);
alter table rows drop column gone2;
create index rows_mixed on rows (lower(d), b);
