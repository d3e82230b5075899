import type { Family } from '../family.ts';
import { commentFact, ownerFact } from './administration.ts';
import { grants } from './grants.ts';

/** Namespaces. */
export const schema: Family = {
  kind: 'schema',
  from: 'pg_namespace n',
  in: { namespace: 'n.oid', member: { catalog: 'pg_namespace', oid: 'n.oid' } },
  identity: { schema: null, parent: null, name: 'n.nspname', of: ['pg_namespace.nspname'] },
  facts: {
    owner: ownerFact('n', 'pg_namespace.nspowner'),
    grants: {
      ...grants({ type: `'n'`, acl: 'n.nspacl', owner: 'n.nspowner', of: ['pg_namespace.nspacl'] }),
      beyond: true,
    },
    comment: commentFact('pg_namespace', 'n.oid'),
  },
  left: {},
};
