import type { Family } from '../../family.ts';
import { commentFact } from '../administration.ts';
import { inWords } from '../printed.ts';
import { ENABLED } from './trigger.ts';

/** Rules, but not the one that a view is made of. */
export const rule: Family = {
  kind: 'rule',
  beyond: true,
  from: `pg_rewrite r
  JOIN pg_class c ON c.oid = r.ev_class
  JOIN pg_namespace n ON n.oid = c.relnamespace`,
  where: `r.rulename <> '_RETURN'`,
  in: { namespace: 'c.relnamespace', member: { catalog: 'pg_class', oid: 'c.oid' } },
  identity: {
    schema: 'n.nspname::text',
    parent: 'c.relname::text',
    name: 'r.rulename::text',
    of: ['pg_rewrite.rulename', 'pg_rewrite.ev_class'],
  },
  facts: {
    definition: {
      sql: 'pg_get_ruledef(r.oid)',
      of: ['ev_type', 'is_instead', 'ev_qual', 'ev_action'].map((column) => `pg_rewrite.${column}`),
      expression: true,
    },
    enabled: { sql: inWords('r.ev_enabled', ENABLED), of: ['pg_rewrite.ev_enabled'] },
    comment: commentFact('pg_rewrite', 'r.oid'),
  },
  left: {},
};
