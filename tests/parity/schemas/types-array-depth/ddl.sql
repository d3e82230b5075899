create table source (flat integer[][][], deep integer[]);
create table depths as select flat, deep from source;
drop table source;
