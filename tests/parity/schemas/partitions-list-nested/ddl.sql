create table sales (region text not null, year integer not null, id integer not null, primary key (region, year, id))
  partition by list (region);
create table sales_north partition of sales for values in ('n') partition by hash (year);
create table sales_north_0 partition of sales_north for values with (modulus 2, remainder 0);
create table sales_north_1 partition of sales_north for values with (modulus 2, remainder 1);
create table sales_rest partition of sales default;
create table refunds (id integer primary key, sale integer);
