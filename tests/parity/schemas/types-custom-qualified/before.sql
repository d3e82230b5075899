create domain positive as integer check (value > 0);
create schema "Odd types";
create domain "Odd types"."Country Code" as char(2) check (value ~ '^[A-Z]{2}$');
create type "Odd types".pair as (x integer, y text);
create type float_spread as range (subtype = float8, subtype_diff = float8mi);
