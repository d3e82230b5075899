import type { Family } from '../../family.ts';
import { commentFact, ownerFact } from '../administration.ts';
import { qualified, typeName } from '../printed.ts';

/** What makes a type usable in an index. */
export const operatorClass: Family = {
  kind: 'operator class',
  beyond: true,
  from: `pg_opclass o
  JOIN pg_namespace n ON n.oid = o.opcnamespace
  JOIN pg_am a ON a.oid = o.opcmethod
  JOIN pg_opfamily f ON f.oid = o.opcfamily`,
  in: { namespace: 'o.opcnamespace', member: { catalog: 'pg_opclass', oid: 'o.oid' } },
  identity: {
    schema: 'n.nspname::text',
    parent: null,
    name: `concat(o.opcname, ' using ', a.amname)`,
    of: ['pg_opclass.opcname', 'pg_opclass.opcnamespace', 'pg_opclass.opcmethod'],
  },
  facts: {
    type: { sql: typeName('o.opcintype'), of: ['pg_opclass.opcintype'] },
    default: { sql: 'o.opcdefault', of: ['pg_opclass.opcdefault'] },
    family: { sql: qualified('f.opfnamespace', 'f.opfname'), of: ['pg_opclass.opcfamily'] },
    storage: { sql: typeName('o.opckeytype'), of: ['pg_opclass.opckeytype'] },
    owner: ownerFact('o', 'pg_opclass.opcowner'),
    comment: commentFact('pg_opclass', 'o.oid'),
  },
  left: {},
};
