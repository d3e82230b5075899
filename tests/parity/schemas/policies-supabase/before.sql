do $$
declare
  missing text;
begin
  foreach missing in array array['anon', 'authenticated', 'service_role'] loop
    if to_regrole(missing) is null then execute format('create role %I', missing); end if;
  end loop;
end $$;
create schema auth;
create table auth.users (id uuid primary key, email varchar(255), phone text unique, aud text);
create function auth.uid() returns uuid language sql stable as $$ select null::uuid $$;
create table auth.sessions (id uuid primary key, user_id uuid references auth.users);
