import type { Family } from '../../family.ts';
import { grantLines } from '../grants.ts';
import { inWords } from '../printed.ts';

const OBJECTS = inWords('d.defaclobjtype', {
  r: 'tables',
  S: 'sequences',
  f: 'functions',
  T: 'types',
  n: 'schemas',
  L: 'large objects',
});

/** What is granted on what a role makes in future: in a namespace that on top, without one that in place of the usual. */
export const defaultPrivileges: Family = {
  kind: 'default privileges',
  beyond: true,
  from: 'pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace',
  where: `d.defaclnamespace = 0 OR n.nspname !~ '^pg_' AND ($1::text[] IS NULL OR n.nspname = ANY ($1))`,
  in: { namespace: null },
  identity: {
    schema: 'n.nspname::text',
    parent: null,
    name: `concat(${OBJECTS}, ' of ', quote_ident(pg_get_userbyid(d.defaclrole)))`,
    of: ['defaclnamespace', 'defaclobjtype', 'defaclrole'].map((column) => `pg_default_acl.${column}`),
  },
  facts: {
    grants: {
      sql: grantLines({
        // The two functions disagree on one letter.
        type: `CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END`,
        acl: 'd.defaclacl',
        owner: 'd.defaclrole',
      }),
      of: ['pg_default_acl.defaclacl'],
    },
  },
  left: {},
};
