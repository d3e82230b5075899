import { administered, update } from './change.ts';
import type { Area } from './change.ts';

export const FOREIGN: Area = {
  setup: `
    create foreign data wrapper s_wrapper options (debug 'true');
    create foreign data wrapper s_wrapper_too;
    create server s_server type 'a' version '1' foreign data wrapper s_wrapper options (host 'here');
    create server s_server_too foreign data wrapper s_wrapper;
    create user mapping for pg_monitor server s_server options (user 'someone', password 'hunter2', address 'web://me:hunter2@far');
    create user mapping for public server s_server;
    create table s.near (id int) partition by list (id);
    create foreign table s.far (id int) server s_server options (table 'far');`,
  objects: [
    {
      object: 'foreign data wrapper s_wrapper',
      changes: {
        handler: update('pg_foreign_data_wrapper', `fdwhandler = 'int4in'::regproc`, `fdwname = 's_wrapper'`),
        validator: 'alter foreign data wrapper s_wrapper validator pg_catalog.postgresql_fdw_validator',
        options: `alter foreign data wrapper s_wrapper options (set debug 'false')`,
        owner: update(
          'pg_foreign_data_wrapper',
          `fdwowner = 'pg_monitor'::regrole, fdwacl = null`,
          `fdwname = 's_wrapper'`,
        ),
        grants: 'grant usage on foreign data wrapper s_wrapper to pg_monitor',
        comment: `comment on foreign data wrapper s_wrapper is 'changed'`,
      },
    },
    {
      object: 'foreign server s_server',
      changes: {
        wrapper: update(
          'pg_foreign_server',
          `srvfdw = (select oid from pg_foreign_data_wrapper where fdwname = 's_wrapper_too')`,
          `srvname = 's_server'`,
        ),
        type: update('pg_foreign_server', `srvtype = 'b'`, `srvname = 's_server'`),
        version: `alter server s_server version '2'`,
        options: `alter server s_server options (set host 'there')`,
        ...administered('server s_server'),
        owner: update('pg_foreign_server', `srvowner = 'pg_monitor'::regrole`, `srvname = 's_server'`),
        grants: 'grant usage on foreign server s_server to pg_monitor',
      },
    },
    {
      object: 'user mapping s_server.pg_monitor',
      changes: { options: `alter user mapping for pg_monitor server s_server options (set user 'other')` },
    },
    {
      object: 'user mapping s_server.public',
      changes: { options: `alter user mapping for public server s_server options (password 'given')` },
    },
    {
      object: 'foreign table s.far',
      changes: {
        server: update(
          'pg_foreign_table',
          `ftserver = (select oid from pg_foreign_server where srvname = 's_server_too')`,
          'true',
        ),
        options: `alter foreign table s.far options (set table 'farther')`,
        'parents, partition, partitionBound': [
          'alter table s.near attach partition s.far for values in (1)',
          ...['inherited', 'local', 'parents'].map((fact) => `column s.far.id: ${fact}`),
        ],
        owner: update('pg_class', `relowner = 'pg_monitor'::regrole`, `oid = 's.far'::regclass`),
        grants: 'grant select on s.far to pg_monitor',
        comment: `comment on foreign table s.far is 'changed'`,
      },
    },
  ],
};
