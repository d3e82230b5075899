import { update } from './change.ts';
import type { Area } from './change.ts';

function database(set: string): string {
  return update('pg_database', set, 'datname = current_database()');
}

function extension(set: string): string {
  return update('pg_extension', set, `extname = 'citext'`);
}

/** A statement that must name the database. */
function onDatabase(statement: string): string {
  return `do $$ begin execute format('${statement}', current_database()); end $$`;
}

export const SURROUNDINGS: Area = {
  setup: `
    ${onDatabase('alter database %I set work_mem = 64')};
    ${onDatabase(`alter database %I set app.api_key = ''hunter2''`)};
    create schema extended;
    create extension citext schema s;
    alter default privileges for role pg_monitor grant select on tables to public;
    alter default privileges for role pg_monitor in schema s grant usage on sequences to public;
    revoke execute on function pg_catalog.pg_sleep(double precision) from public;
    grant execute on function s.citext_eq(s.citext, s.citext) to pg_monitor;
    set allow_system_table_mods = on;
    insert into pg_catalog.pg_seclabel values ('s.watched'::regclass, 'pg_class'::regclass, 0, 'someone', 'secret');
    insert into pg_catalog.pg_shseclabel
      select oid, 'pg_database'::regclass, 'someone', 'secret' from pg_database where datname = current_database();
    insert into pg_catalog.pg_db_role_setting
      select oid, 'pg_monitor'::regrole, '{work_mem=128}' from pg_database where datname = current_database();
    reset allow_system_table_mods;`,
  objects: [
    {
      object: 'database current',
      changes: {
        // One for another encoding cannot be used any more.
        encoding: [database('encoding = 0'), 'collation s.sorting'],
        localeProvider: database(`datlocprovider = 'i'`),
        collate: database(`datcollate = 'other'`),
        ctype: database(`datctype = 'other'`),
        collationVersion: database(`datcollversion = 'other'`),
        connectionLimit: onDatabase('alter database %I connection limit 7'),
        allowConnections: database('datallowconn = false'),
        template: onDatabase('alter database %I is_template true'),
        tablespace: database(`dattablespace = (select oid from pg_tablespace where spcname = 'pg_global')`),
        owner: database(`datdba = 'pg_monitor'::regrole, datacl = null`),
        grants: onDatabase('grant create on database %I to pg_monitor'),
        comment: onDatabase(`comment on database %I is ''changed''`),
      },
    },
    { object: 'database current', since: 16, changes: { icuRules: database(`daticurules = '&a < b'`) } },
    { object: 'database current', since: 17, changes: { locale: database(`datlocale = 'other'`) } },
    { object: 'setting work_mem', changes: { value: onDatabase('alter database %I set work_mem = 65') } },
    {
      object: 'setting work_mem of pg_monitor',
      changes: {
        value: update(
          'pg_db_role_setting',
          `setconfig = '{work_mem=129}'`,
          `setrole = 'pg_monitor'::regrole`,
        ),
      },
    },
    {
      object: 'extension citext',
      changes: {
        version: extension(`extversion = '0'`),
        schema: [
          'alter extension citext set schema extended',
          'provided object function extended.citext_eq(extended.citext,extended.citext)',
          'provided object function s.citext_eq(s.citext,s.citext)',
        ],
        relocatable: extension('extrelocatable = false'),
        members:
          'create function s.additional() returns int language sql as $$select 1$$; alter extension citext add function s.additional()',
        configuration: extension(
          `extconfig = array['s.watched'::regclass::oid], extcondition = '{"where true"}'`,
        ),
        owner: extension(`extowner = 'pg_monitor'::regrole`),
        comment: `comment on extension citext is 'changed'`,
      },
    },
    {
      object: 'default privileges tables of pg_monitor',
      changes: { grants: 'alter default privileges for role pg_monitor grant insert on tables to public' },
    },
    {
      object: 'default privileges s.sequences of pg_monitor',
      changes: {
        grants:
          'alter default privileges for role pg_monitor in schema s grant select on sequences to public',
      },
    },
    {
      object: 'provided object function pg_catalog.pg_sleep(double precision)',
      changes: {
        grants: 'grant execute on function pg_catalog.pg_sleep(double precision) to pg_monitor',
        atFirst: `insert into pg_init_privs values ('pg_sleep'::regproc, 'pg_proc'::regclass, 0, 'i',
          array[makeaclitem('pg_monitor'::regrole, 10, 'EXECUTE', false)])`,
        'owner, grants': `update pg_proc set proowner = 'pg_monitor'::regrole, proacl = array[makeaclitem('pg_monitor'::regrole, 'pg_monitor'::regrole, 'EXECUTE', true)] where oid = 'pg_sleep'::regproc`,
      },
    },
    {
      object: 'provided object function s.citext_eq(s.citext,s.citext)',
      changes: { grants: 'revoke execute on function s.citext_eq(s.citext, s.citext) from public' },
    },
    {
      object: 'security label someone on table s.watched',
      changes: { label: update('pg_seclabel', `label = 'open'`, 'true') },
    },
    {
      object: 'security label someone on database',
      changes: { label: update('pg_shseclabel', `label = 'open'`, 'true') },
    },
  ],
};
