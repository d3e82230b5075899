import { administered, update } from '../beyond/change.ts';
import type { Area } from '../beyond/change.ts';

const isTable = (name: string): string => `oid = 's.${name}'::regclass`;

/** Namespaces, roles, enumerated types, sequences, tables and views. */
export const RELATIONS: Area = {
  setup: `
    create role keelson_families;
    create role keelson_families_too;
    create access method s_heap type table handler heap_tableam_handler;
    create type s.mood as enum ('sad', 'happy');
    create sequence s.counter as integer minvalue 1 maxvalue 1000;
    create table s.counted (id int);
    create table s.plain (id int not null, name text);
    create unique index plain_id on s.plain (id);
    create type s.shape as (id int);
    create table s.typed (id int);
    create table s.parent (id int);
    create table s.parent_too ();
    create table s.child () inherits (s.parent);
    create table s.parted (a int, b int) partition by list (a);
    create table s.parted_too (a int, b int) partition by list (a);
    create table s.part partition of s.parted for values in (1);
    create view s.seen as select id, name from s.plain;
    create materialized view s.kept as select id, name from s.plain;`,
  objects: [
    { object: 'schema s', changes: administered('schema s', 'usage') },
    {
      object: 'role keelson_families',
      changes: {
        createDb: 'alter role keelson_families createdb',
        createRole: 'alter role keelson_families createrole',
        inherit: 'alter role keelson_families noinherit',
        superuser: 'alter role keelson_families superuser',
        login: 'alter role keelson_families login',
        replication: 'alter role keelson_families replication',
        bypassRls: 'alter role keelson_families bypassrls',
        connectionLimit: 'alter role keelson_families connection limit 3',
        validUntil: `alter role keelson_families valid until '2030-01-01'`,
        settings: `alter role keelson_families set work_mem = '1MB'`,
        memberOf: 'grant keelson_families_too to keelson_families with admin option',
        comment: `comment on role keelson_families is 'changed'`,
      },
    },
    {
      object: 'enum s.mood',
      changes: {
        values: `alter type s.mood add value 'so-so' before 'happy'`,
        ...administered('type s.mood'),
        grants: 'revoke usage on type s.mood from public',
      },
    },
    {
      object: 'sequence s.counter',
      changes: {
        type: 'alter sequence s.counter as smallint',
        start: 'alter sequence s.counter start 7',
        increment: 'alter sequence s.counter increment 2',
        min: 'alter sequence s.counter minvalue 0',
        max: 'alter sequence s.counter maxvalue 2000',
        cache: 'alter sequence s.counter cache 3',
        cycle: 'alter sequence s.counter cycle',
        ownedBy: 'alter sequence s.counter owned by s.counted.id',
        unlogged: 'alter sequence s.counter set unlogged',
        ...administered('sequence s.counter', 'usage'),
      },
    },
    {
      object: 'table s.plain',
      changes: {
        rls: 'alter table s.plain enable row level security',
        forceRls: 'alter table s.plain force row level security',
        unlogged: 'alter table s.plain set unlogged',
        // No statement of a transaction makes a tablespace.
        tablespace: update(
          'pg_class',
          `reltablespace = (select oid from pg_tablespace where spcname = 'pg_global')`,
          isTable('plain'),
        ),
        accessMethod: 'alter table s.plain set access method s_heap',
        options: 'alter table s.plain set (fillfactor = 50)',
        toastOptions: 'alter table s.plain set (toast.autovacuum_enabled = false)',
        replicaIdentity: 'alter table s.plain replica identity full',
        ...administered('table s.plain', 'insert'),
      },
    },
    { object: 'table s.typed', changes: { ofType: 'alter table s.typed of s.shape' } },
    { object: 'table s.child', changes: { inherits: 'alter table s.child inherit s.parent_too' } },
    {
      object: 'table s.parted',
      changes: {
        partitionKey: update('pg_partitioned_table', `partattrs = '2'`, `partrelid = 's.parted'::regclass`),
      },
    },
    {
      object: 'table s.part',
      changes: {
        partitionOf: update(
          'pg_inherits',
          `inhparent = 's.parted_too'::regclass`,
          `inhrelid = 's.part'::regclass`,
        ),
        partitionBound: `alter table s.parted detach partition s.part;
          alter table s.parted attach partition s.part for values in (2)`,
        // It takes a second session to be stopped in the middle of it.
        detaching: update('pg_inherits', 'inhdetachpending = true', `inhrelid = 's.part'::regclass`),
      },
    },
    {
      object: 'view s.seen',
      changes: {
        definition: 'create or replace view s.seen as select id, name from s.plain where id > 1',
        checkOption: 'alter view s.seen set (check_option = cascaded)',
        securityBarrier: 'alter view s.seen set (security_barrier)',
        securityInvoker: 'alter view s.seen set (security_invoker = on)',
        ...administered('view s.seen'),
        grants: 'grant insert on s.seen to pg_monitor',
      },
    },
    {
      object: 'materialized view s.kept',
      changes: {
        definition: `drop materialized view s.kept;
          create materialized view s.kept as select id, name from s.plain where id > 1`,
        using: 'alter materialized view s.kept set access method s_heap',
        tablespace: update(
          'pg_class',
          `reltablespace = (select oid from pg_tablespace where spcname = 'pg_global')`,
          isTable('kept'),
        ),
        with: 'alter materialized view s.kept set (fillfactor = 50)',
        populated: 'refresh materialized view s.kept with no data',
        toastOptions: 'alter materialized view s.kept set (toast.autovacuum_enabled = false)',
        replicaIdentity: 'alter materialized view s.kept replica identity full',
        ...administered('materialized view s.kept'),
        grants: 'grant insert on s.kept to pg_monitor',
      },
    },
  ],
};
