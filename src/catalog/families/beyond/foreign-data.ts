import type { Family } from '../../family.ts';
import { commentFact, ownerFact } from '../administration.ts';
import { grants } from '../grants.ts';
import { routine, sortedOptions } from '../printed.ts';

/** Ways to reach data elsewhere. */
export const foreignDataWrapper: Family = {
  kind: 'foreign data wrapper',
  beyond: true,
  from: 'pg_foreign_data_wrapper w',
  in: { namespace: null, member: { catalog: 'pg_foreign_data_wrapper', oid: 'w.oid' } },
  identity: { schema: null, parent: null, name: 'w.fdwname::text', of: ['pg_foreign_data_wrapper.fdwname'] },
  facts: {
    handler: { sql: routine('w.fdwhandler'), of: ['pg_foreign_data_wrapper.fdwhandler'] },
    validator: { sql: routine('w.fdwvalidator'), of: ['pg_foreign_data_wrapper.fdwvalidator'] },
    options: { sql: sortedOptions('w.fdwoptions'), of: ['pg_foreign_data_wrapper.fdwoptions'] },
    owner: ownerFact('w', 'pg_foreign_data_wrapper.fdwowner'),
    grants: grants({
      type: `'F'`,
      acl: 'w.fdwacl',
      owner: 'w.fdwowner',
      of: ['pg_foreign_data_wrapper.fdwacl'],
    }),
    comment: commentFact('pg_foreign_data_wrapper', 'w.oid'),
  },
  left: {},
};

/** Places elsewhere that hold data. */
export const foreignServer: Family = {
  kind: 'foreign server',
  beyond: true,
  from: 'pg_foreign_server v JOIN pg_foreign_data_wrapper w ON w.oid = v.srvfdw',
  in: { namespace: null, member: { catalog: 'pg_foreign_server', oid: 'v.oid' } },
  identity: { schema: null, parent: null, name: 'v.srvname::text', of: ['pg_foreign_server.srvname'] },
  facts: {
    wrapper: { sql: 'w.fdwname::text', of: ['pg_foreign_server.srvfdw'] },
    type: { sql: 'v.srvtype', of: ['pg_foreign_server.srvtype'] },
    version: { sql: 'v.srvversion', of: ['pg_foreign_server.srvversion'] },
    options: { sql: sortedOptions('v.srvoptions'), of: ['pg_foreign_server.srvoptions'] },
    owner: ownerFact('v', 'pg_foreign_server.srvowner'),
    grants: grants({ type: `'S'`, acl: 'v.srvacl', owner: 'v.srvowner', of: ['pg_foreign_server.srvacl'] }),
    comment: commentFact('pg_foreign_server', 'v.oid'),
  },
  left: {},
};

// As the view decides it: the options are null for others, which is not the same as none.
const MAY_READ = `(
    m.umuser <> 0 AND m.usename = current_user
      AND (pg_has_role(v.srvowner, 'USAGE') OR has_server_privilege(v.oid, 'USAGE'))
    OR m.umuser = 0 AND pg_has_role(v.srvowner, 'USAGE')
    OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user))`;

/** As whom a role is known at a foreign server. What the reader may not see of it is null. */
export const userMapping: Family = {
  kind: 'user mapping',
  beyond: true,
  from: 'pg_user_mappings m JOIN pg_foreign_server v ON v.oid = m.srvid',
  in: { namespace: null, member: { catalog: 'pg_user_mapping', oid: 'm.umid' } },
  identity: {
    schema: null,
    parent: 'v.srvname::text',
    name: 'm.usename::text',
    of: ['pg_user_mapping.umserver', 'pg_user_mapping.umuser'],
  },
  facts: {
    options: {
      sql: `CASE WHEN ${MAY_READ} THEN ${sortedOptions('m.umoptions')} END`,
      of: ['pg_user_mapping.umoptions'],
    },
  },
  left: {},
};
