import type { Family } from '../../family.ts';
import { commentFact, ownerFact } from '../administration.ts';
import { inWords } from '../printed.ts';

const KINDS = inWords('k.kind', {
  d: 'distinct values',
  f: 'dependencies',
  m: 'most common values',
  e: 'expressions',
});

/** What the planner is to know about several columns at once. */
export const statistics: Family = {
  kind: 'statistics',
  beyond: true,
  from: 'pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace',
  in: { namespace: 's.stxnamespace', member: { catalog: 'pg_statistic_ext', oid: 's.oid' } },
  identity: {
    schema: 'n.nspname::text',
    parent: null,
    name: 's.stxname::text',
    of: ['pg_statistic_ext.stxname', 'pg_statistic_ext.stxnamespace'],
  },
  facts: {
    table: { sql: 's.stxrelid::regclass::text', of: ['pg_statistic_ext.stxrelid'] },
    kinds: {
      sql: `ARRAY(SELECT ${KINDS} COLLATE "C" FROM unnest(s.stxkind) AS k(kind) ORDER BY 1)`,
      of: ['pg_statistic_ext.stxkind'],
    },
    columns: {
      sql: `ARRAY(SELECT a.attname::text COLLATE "C" FROM unnest(s.stxkeys) AS k(number)
    JOIN pg_attribute a ON a.attrelid = s.stxrelid AND a.attnum = k.number ORDER BY 1)`,
      of: ['pg_statistic_ext.stxkeys'],
    },
    expressions: {
      sql: 'pg_get_statisticsobjdef_expressions(s.oid)',
      of: ['pg_statistic_ext.stxexprs'],
      expression: true,
    },
    target: {
      sql: 's.stxstattarget::int',
      since: 17,
      before: 'nullif(s.stxstattarget, -1)::int',
      of: ['pg_statistic_ext.stxstattarget'],
    },
    owner: ownerFact('s', 'pg_statistic_ext.stxowner'),
    comment: commentFact('pg_statistic_ext', 's.oid'),
  },
  left: {},
};
