import type { Family } from '../../family.ts';
import { withoutSecret } from '../printed.ts';

/** What sessions in this database begin with: those of all roles, or of one. */
export const setting: Family = {
  kind: 'setting',
  beyond: true,
  from: `pg_db_role_setting s
  CROSS JOIN LATERAL unnest(s.setconfig) AS u(entry)
  CROSS JOIN LATERAL split_part(u.entry, '=', 1) AS e(name)`,
  where: 's.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())',
  in: { namespace: null },
  identity: {
    schema: null,
    parent: null,
    name: `concat(e.name, CASE WHEN s.setrole <> 0 THEN ' of ' || quote_ident(pg_get_userbyid(s.setrole)) END)`,
    of: ['pg_db_role_setting.setdatabase', 'pg_db_role_setting.setrole'],
  },
  facts: {
    value: {
      sql: withoutSecret('e.name', `substr(u.entry, length(e.name) + 2)`),
      of: ['pg_db_role_setting.setconfig'],
    },
  },
  left: {},
};
