import type { FactSource, Family } from '../family.ts';
import { commentFact, ownerFact } from './administration.ts';
import { left } from './beyond/left.ts';
import { stillThere } from './printed.ts';
import { RELATION_IDENTITY, RELATION_LEFT, relationGrants } from './relation.ts';

/** The query of a view as Postgres prints it; null when the view is dropped meanwhile, which would be an error. */
export const DEFINITION: FactSource = {
  sql: `CASE WHEN ${stillThere('c.oid')} THEN rtrim(pg_get_viewdef(c.oid), ';') END`,
  of: ['pg_rewrite.ev_action', 'pg_rewrite.ev_class'],
  expression: true,
};

/** Views. */
export const view: Family = {
  kind: 'view',
  from: 'pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace',
  where: `c.relkind = 'v'`,
  in: { namespace: 'c.relnamespace', member: { catalog: 'pg_class', oid: 'c.oid' } },
  identity: RELATION_IDENTITY,
  facts: {
    definition: DEFINITION,
    checkOption: { sql: optionOf('check_option'), of: ['pg_class.reloptions'] },
    securityBarrier: {
      sql: `coalesce(${optionOf('security_barrier')}::bool, false)`,
      of: ['pg_class.reloptions'],
    },
    securityInvoker: {
      sql: `coalesce(${optionOf('security_invoker')}::bool, false)`,
      of: ['pg_class.reloptions'],
    },
    owner: ownerFact('c', 'pg_class.relowner'),
    grants: relationGrants('r'),
    comment: commentFact('pg_class', 'c.oid'),
  },
  left: {
    ...RELATION_LEFT,
    ...left(
      'pg_rewrite',
      ['rulename', 'ev_type', 'ev_enabled', 'is_instead', 'ev_qual'],
      'the same for the rule of every view',
    ),
    ...left(
      'pg_class',
      [
        ...['reloftype', 'relam', 'reltablespace', 'relrowsecurity', 'relforcerowsecurity', 'relispopulated'],
        ...['relreplident', 'relispartition', 'relpartbound', 'relpersistence'],
      ],
      'the same for every view',
    ),
  },
};

function optionOf(name: string): string {
  return `(SELECT o.option_value FROM pg_options_to_table(c.reloptions) o WHERE o.option_name = '${name}')`;
}
