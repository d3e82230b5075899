import type { Family } from '../../family.ts';

const HERE = `(SELECT oid FROM pg_database WHERE datname = current_database())`;

/** What a module for security says of any object, and of the database. */
export const securityLabel: Family = {
  kind: 'security label',
  beyond: true,
  from: `(SELECT classoid, objoid, objsubid, provider, label FROM pg_seclabel
    UNION ALL SELECT classoid, objoid, 0, provider, label FROM pg_shseclabel
      WHERE classoid = 'pg_database'::regclass AND objoid = ${HERE}) s
  CROSS JOIN LATERAL pg_identify_object(s.classoid, s.objoid, s.objsubid) i`,
  in: { namespace: null },
  identity: {
    schema: null,
    parent: null,
    // The database is the one that is read, whatever its name.
    name: `concat(s.provider, ' on ', i.type, CASE WHEN s.classoid <> 'pg_database'::regclass THEN ' ' || i.identity END)`,
    of: [
      ...['classoid', 'objoid', 'objsubid', 'provider'].map((column) => `pg_seclabel.${column}`),
      ...['classoid', 'objoid', 'provider'].map((column) => `pg_shseclabel.${column}`),
    ],
  },
  facts: { label: { sql: 's.label', of: ['pg_seclabel.label', 'pg_shseclabel.label'] } },
  left: {},
};
