import type { Knex } from 'knex';

// The role is the server's, and what it may do is the database's: another database may have made it, may be making or
// dropping it in this moment, or an administrator has. Only with the first grant is it ours to keep: whoever drops it now
// waits for us, and whoever did so just before is found out and the role made again.
const MAKE = `
do $$
declare
  app text := coalesce(nullif(current_setting('keelson.app_role', true), ''), 'keelson_app');
begin
  if app = 'none' then return; end if;
  for attempt in 1..10 loop
    begin
      if to_regrole(quote_ident(app)) is null then execute format('create role %I nologin', app); end if;
      execute format('grant usage on schema auth to %I', app);
      return;
    exception
      when duplicate_object or unique_violation or undefined_object then null;
      when insufficient_privilege then
        if to_regrole(quote_ident(app)) is not null then raise; end if;
        raise insufficient_privilege using
          message = format('the role %I, which applications read and write with, is not there, and %I may not make it', app, current_user),
          hint = format('as an administrator, once for the server: create role %I nologin; or migrate without such a role: ?options=-ckeelson.app_role%%3Dnone at the end of the URL', app);
    end;
  end loop;
  raise 'the role % is made and dropped by others again and again', app;
end $$`;

// Knex's history may be in this namespace too: it is told by the table that Knex locks it with, which is beside it.
const GRANT = `
do $$
declare
  app text := coalesce(nullif(current_setting('keelson.app_role', true), ''), 'keelson_app');
  one record;
begin
  if app = 'none' then return; end if;
  for one in
    with history as (
      select c.oid from pg_class l join pg_class c
        on c.relnamespace = l.relnamespace and c.relname in (l.relname, regexp_replace(l.relname, '_lock$', ''))
      where l.relname ~ '_lock$' and l.relkind = 'r'
        and exists (select from pg_attribute a where a.attrelid = l.oid and a.attname = 'is_locked')
    )
    select c.oid::regclass as name, c.relkind = 'S' as counts
    from pg_class c
    where c.relnamespace = 'auth'::regnamespace and c.relkind in ('r', 'p', 'v', 'S')
      and pg_has_role(c.relowner, 'usage')
      and c.oid not in (select oid from history)
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
        and d.deptype in ('a', 'i') and d.refobjid in (select oid from history))
    order by c.oid
  loop
    if one.counts then execute format('grant usage on sequence %s to %I', one.name, app);
    else execute format('grant select, insert, update, delete on table %s to %I', one.name, app);
    end if;
  end loop;
  execute format('alter default privileges in schema auth grant select, insert, update, delete on tables to %I', app);
  execute format('alter default privileges in schema auth grant usage on sequences to %I', app);
end $$`;

// Future tables are another right for each role that makes them.
const TAKE_BACK = `
do $$
declare
  app text := coalesce(nullif(current_setting('keelson.app_role', true), ''), 'keelson_app');
  maker name;
begin
  if app = 'none' or to_regrole(quote_ident(app)) is null then return; end if;
  for maker in
    select distinct pg_get_userbyid(d.defaclrole) from pg_default_acl d, aclexplode(d.defaclacl) granted
    where d.defaclnamespace = 'auth'::regnamespace and granted.grantee = to_regrole(quote_ident(app))
    order by 1
  loop
    execute format('alter default privileges for role %I in schema auth revoke all on tables from %I', maker, app);
    execute format('alter default privileges for role %I in schema auth revoke all on sequences from %I', maker, app);
  end loop;
  execute format('revoke all on all tables in schema auth from %I', app);
  execute format('revoke all on all sequences in schema auth from %I', app);
  execute format('revoke all on schema auth from %I', app);
  -- As long as anybody is a member, or anything is granted to it here or in another database of the server, it stays.
  if exists (select from pg_auth_members m join pg_roles r on r.oid = m.member
      where m.roleid = to_regrole(quote_ident(app)) and r.rolname <> current_user) then return; end if;
  begin
    execute format('drop role %I', app);
  exception
    when dependent_objects_still_exist or undefined_object or insufficient_privilege then null;
  end;
end $$`;

/**
 * The role that applications are to work with: it reads and writes the rows of this namespace, of tables that are still to
 * be made too, and does nothing else. Whoever migrates owns what is made, and stays the only one who may change it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(MAKE);
  await knex.raw(GRANT);
}

/** What it was granted; and the role itself, where nobody else has a use for it. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(TAKE_BACK);
}
