import type { Family } from '../family.ts';
import { commentFact } from './administration.ts';
import { inWords, sorted } from './printed.ts';

/** Policies of row level security. */
export const policy: Family = {
  kind: 'policy',
  from: `pg_policy p
  JOIN pg_class c ON c.oid = p.polrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace`,
  in: { namespace: 'c.relnamespace', member: { catalog: 'pg_class', oid: 'c.oid' } },
  identity: {
    schema: 'n.nspname',
    parent: 'c.relname',
    name: 'p.polname',
    of: ['pg_policy.polname', 'pg_policy.polrelid', 'pg_class.relname', 'pg_namespace.nspname'],
  },
  facts: {
    command: {
      sql: inWords('p.polcmd', { '*': 'all', r: 'select', a: 'insert', w: 'update', d: 'delete' }),
      of: ['pg_policy.polcmd'],
    },
    permissive: { sql: 'p.polpermissive', of: ['pg_policy.polpermissive'] },
    roles: {
      sql: sorted(
        `ARRAY(SELECT CASE r.oid WHEN 0 THEN 'public' ELSE pg_get_userbyid(r.oid)::text END FROM unnest(p.polroles) r(oid))`,
      ),
      of: ['pg_policy.polroles'],
    },
    using: {
      sql: 'pg_get_expr(p.polqual, p.polrelid)',
      of: ['pg_policy.polqual'],
      expression: true,
    },
    check: {
      sql: 'pg_get_expr(p.polwithcheck, p.polrelid)',
      of: ['pg_policy.polwithcheck'],
      expression: true,
    },
    comment: commentFact('pg_policy', 'p.oid'),
  },
  left: {},
};
