import type { Family } from '../family.ts';
import { commentFact, ownerFact } from './administration.ts';
import { left } from './beyond/left.ts';
import {
  ACCESS_METHOD,
  optionsFact,
  RELATION_IDENTITY,
  RELATION_LEFT,
  relationGrants,
  REPLICA_IDENTITY,
  tablespaceFact,
  TOAST_OPTIONS,
} from './relation.ts';
import { DEFINITION } from './view.ts';

/** Materialized views. */
export const materializedView: Family = {
  kind: 'materialized view',
  from: 'pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace',
  where: `c.relkind = 'm'`,
  in: { namespace: 'c.relnamespace', member: { catalog: 'pg_class', oid: 'c.oid' } },
  identity: RELATION_IDENTITY,
  facts: {
    definition: DEFINITION,
    using: ACCESS_METHOD,
    tablespace: tablespaceFact('c'),
    with: optionsFact(),
    populated: { sql: 'c.relispopulated', of: ['pg_class.relispopulated'] },
    owner: ownerFact('c', 'pg_class.relowner'),
    grants: relationGrants('r'),
    toastOptions: TOAST_OPTIONS,
    replicaIdentity: REPLICA_IDENTITY,
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
        ...['reloftype', 'relrowsecurity', 'relforcerowsecurity', 'relispartition', 'relpartbound'],
        ...['relpersistence'],
      ],
      'the same for every materialized view',
    ),
  },
};
