import type { Family } from '../family.ts';
import { commentFact, ownerFact } from './administration.ts';
import { left } from './beyond/left.ts';
import { grants } from './grants.ts';

/** Enumerated types. */
export const enumType: Family = {
  kind: 'enum',
  from: 'pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace',
  where: `t.typtype = 'e'`,
  in: { namespace: 't.typnamespace', member: { catalog: 'pg_type', oid: 't.oid' } },
  identity: {
    schema: 'n.nspname',
    parent: null,
    name: 't.typname',
    of: ['pg_type.typname', 'pg_type.typnamespace', 'pg_type.typtype', 'pg_namespace.nspname'],
  },
  facts: {
    values: {
      sql: 'ARRAY(SELECT v.enumlabel::text FROM pg_enum v WHERE v.enumtypid = t.oid ORDER BY v.enumsortorder)',
      of: ['pg_enum.enumtypid', 'pg_enum.enumlabel', 'pg_enum.enumsortorder'],
    },
    owner: ownerFact('t', 'pg_type.typowner'),
    grants: {
      ...grants({ type: `'T'`, acl: 't.typacl', owner: 't.typowner', of: ['pg_type.typacl'] }),
      beyond: true,
    },
    comment: commentFact('pg_type', 't.oid'),
  },
  left: {
    'pg_type.typarray': 'the array type, which comes and goes with the type',
    ...left(
      'pg_type',
      [
        ...['typlen', 'typbyval', 'typalign', 'typstorage', 'typcategory', 'typispreferred', 'typisdefined'],
        ...[
          'typdelim',
          'typrelid',
          'typsubscript',
          'typelem',
          'typinput',
          'typoutput',
          'typreceive',
          'typsend',
        ],
        ...['typmodin', 'typmodout', 'typanalyze', 'typnotnull', 'typbasetype', 'typtypmod', 'typndims'],
        ...['typcollation', 'typdefaultbin', 'typdefault'],
      ],
      'the same for every enum',
    ),
  },
};
