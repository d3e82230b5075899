import type { Family } from '../family.ts';
import { sortedOptions } from './printed.ts';

/** Roles, which all databases of a server share. The system's own are left out. */
export const role: Family = {
  kind: 'role',
  // The view shows all but the passwords, and everybody may read it.
  from: 'pg_roles r',
  where: `r.rolname !~ '^pg_'`,
  in: { namespace: null },
  identity: { schema: null, parent: null, name: 'r.rolname', of: ['pg_authid.rolname'] },
  facts: {
    createDb: { sql: 'r.rolcreatedb', of: ['pg_authid.rolcreatedb'] },
    createRole: { sql: 'r.rolcreaterole', of: ['pg_authid.rolcreaterole'] },
    inherit: { sql: 'r.rolinherit', of: ['pg_authid.rolinherit'] },
    superuser: { sql: 'r.rolsuper', of: ['pg_authid.rolsuper'], beyond: true },
    login: { sql: 'r.rolcanlogin', of: ['pg_authid.rolcanlogin'], beyond: true },
    replication: { sql: 'r.rolreplication', of: ['pg_authid.rolreplication'], beyond: true },
    bypassRls: { sql: 'r.rolbypassrls', of: ['pg_authid.rolbypassrls'], beyond: true },
    connectionLimit: { sql: 'r.rolconnlimit', of: ['pg_authid.rolconnlimit'], beyond: true },
    validUntil: { sql: 'r.rolvaliduntil::text', of: ['pg_authid.rolvaliduntil'], beyond: true },
    // In all databases. What a role's sessions start with in this one is an object of its own.
    settings: {
      sql: sortedOptions(
        '(SELECT d.setconfig FROM pg_db_role_setting d WHERE d.setrole = r.oid AND d.setdatabase = 0)',
      ),
      of: ['setconfig', 'setdatabase', 'setrole'].map((name) => `pg_db_role_setting.${name}`),
      beyond: true,
    },
    memberOf: {
      sql: memberships(
        `CASE WHEN m.inherit_option THEN 'inherit' END, CASE WHEN m.set_option THEN 'set' END`,
      ),
      of: [
        ...['roleid', 'member', 'grantor', 'admin_option', 'inherit_option', 'set_option'].map(
          (name) => `pg_auth_members.${name}`,
        ),
      ],
      since: 16,
      before: memberships(`'set', CASE WHEN r.rolinherit THEN 'inherit' END`),
      beyond: true,
    },
    comment: {
      sql: `(SELECT x.description FROM pg_shdescription x
    WHERE x.classoid = 'pg_authid'::regclass AND x.objoid = r.oid)`,
      of: ['description', 'classoid', 'objoid'].map((name) => `pg_shdescription.${name}`),
      beyond: true,
    },
  },
  left: {
    'pg_authid.rolpassword': 'a secret, which only superusers may read',
  },
};

/** The roles that it is a member of, each with what that allows and who granted it. */
function memberships(options: string): string {
  return `ARRAY(SELECT concat_ws(' ', quote_ident(pg_get_userbyid(m.roleid)::text), CASE WHEN m.admin_option THEN 'admin' END,
      ${options}, 'by ' || quote_ident(pg_get_userbyid(m.grantor)::text))
    FROM pg_auth_members m WHERE m.member = r.oid ORDER BY pg_get_userbyid(m.roleid), pg_get_userbyid(m.grantor))`;
}
