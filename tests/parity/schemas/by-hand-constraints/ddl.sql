create table rows (a integer not null, b text not null, c text);
create unique index anything on rows (a, b);
alter table rows add constraint old_name primary key using index anything;
create unique index rows_kept on rows (b, c);
alter table rows add unique using index rows_kept;
alter table rows add constraint "whatever they called it" unique (c, a);
alter table rows add constraint c_is_there check (c is not null);
alter table rows alter column c set not null;
alter table rows drop constraint c_is_there;
