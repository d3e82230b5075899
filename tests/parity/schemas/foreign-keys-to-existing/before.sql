create schema auth;
create table auth.users (id uuid primary key, email varchar(255), extra text);
