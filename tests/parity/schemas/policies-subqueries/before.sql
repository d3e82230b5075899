create schema auth;
create function auth.uid() returns integer language sql stable as 'select 1';
