do $$ begin
  if to_regrole('authenticated') is null then create role authenticated; end if;
  if to_regrole('anonymous') is null then create role anonymous; end if;
end $$;
create schema auth;
create function auth.user_id() returns text language sql stable as $$ select 'me' $$;
