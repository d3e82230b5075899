import type { FactSource, Family } from '../family.ts';
import { commentFact } from './administration.ts';
import { left } from './beyond/left.ts';
import { INDEX_KEYS, OPERATOR_CLASS_OPTIONS } from './index-key.ts';
import { INCLUDED } from './key.ts';
import { optionsFact, RELATION_LEFT, tablespaceFact } from './relation.ts';

/** How closely the values of the expressions in an index's key are counted for the planner, where not as usual. */
export const INDEX_STATISTICS: FactSource = {
  sql: `ARRAY(SELECT sa.attnum || ': ' || sa.attstattarget FROM pg_attribute sa
    WHERE sa.attrelid = i.indexrelid AND sa.attstattarget >= 0 ORDER BY sa.attnum)`,
  of: ['pg_attribute.attstattarget'],
  beyond: true,
};

/** Indexes of tables and materialized views, but for those that a constraint is kept by. */
export const tableIndex: Family = {
  kind: 'index',
  from: `pg_index i
  JOIN pg_class ic ON ic.oid = i.indexrelid
  JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_am am ON am.oid = ic.relam
  JOIN ${INDEX_KEYS} ON key.indexrelid = i.indexrelid
  LEFT JOIN ${OPERATOR_CLASS_OPTIONS} ON tuned.attrelid = i.indexrelid`,
  where: `NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))`,
  in: { namespace: 'c.relnamespace', member: { catalog: 'pg_class', oid: 'c.oid' } },
  identity: {
    schema: 'n.nspname',
    parent: 'c.relname',
    name: 'ic.relname',
    of: [
      ...['pg_index.indexrelid', 'pg_index.indrelid'],
      ...['pg_class.relname', 'pg_class.relnamespace', 'pg_class.relkind'],
    ],
  },
  facts: {
    unique: { sql: 'i.indisunique', of: ['pg_index.indisunique'] },
    method: { sql: 'am.amname', of: ['pg_class.relam'] },
    columns: keyFact('columns', 'indkey'),
    expressions: { ...keyFact('expressions', 'indexprs'), expression: true },
    opclasses: keyFact('opclasses', 'indclass'),
    defaultOpclasses: keyFact('defaults', 'indclass'),
    opclassOptions: { sql: `coalesce(tuned.options, '{}')`, of: ['pg_attribute.attoptions'] },
    collations: keyFact('collations', 'indcollation'),
    orders: keyFact('orders', 'indoption'),
    nulls: keyFact('nulls', 'indoption'),
    include: INCLUDED,
    where: { sql: 'pg_get_expr(i.indpred, i.indrelid)', of: ['pg_index.indpred'], expression: true },
    with: optionsFact('ic.reloptions'),
    nullsNotDistinct: { sql: 'i.indnullsnotdistinct', of: ['pg_index.indnullsnotdistinct'] },
    valid: {
      sql: 'i.indisvalid AND i.indisready AND i.indislive',
      of: ['pg_index.indisvalid', 'pg_index.indisready', 'pg_index.indislive'],
    },
    // A part of the index of the partitioned table, which comes and goes with that one.
    inherited: { sql: 'ic.relispartition', of: ['pg_class.relispartition'] },
    parentIndex: {
      sql: `(SELECT ARRAY[hn.nspname, hc.relname]::text[] FROM pg_inherits h JOIN pg_class hc ON hc.oid = h.inhparent
    JOIN pg_namespace hn ON hn.oid = hc.relnamespace WHERE h.inhrelid = i.indexrelid)`,
      of: ['pg_inherits.inhrelid', 'pg_inherits.inhparent'],
      beyond: true,
    },
    qualifiedOpclasses: {
      sql: `ARRAY(SELECT (SELECT o.opcnamespace::regnamespace || '.' || quote_ident(o.opcname) FROM pg_opclass o WHERE o.oid = u.opclass)
    FROM unnest(i.indclass::oid[]) WITH ORDINALITY u(opclass, place) ORDER BY u.place)`,
      of: ['pg_index.indclass'],
      beyond: true,
    },
    statistics: INDEX_STATISTICS,
    tablespace: { ...tablespaceFact('ic'), beyond: true },
    clustered: { sql: 'i.indisclustered', of: ['pg_index.indisclustered'], beyond: true },
    replicaIdentity: { sql: 'i.indisreplident', of: ['pg_index.indisreplident'], beyond: true },
    comment: commentFact('pg_class', 'ic.oid'),
  },
  left: {
    ...RELATION_LEFT,
    'pg_class.relowner': 'that of the table',
    'pg_class.relpersistence': 'that of the table',
    ...left(
      'pg_class',
      [
        ...['reloftype', 'relrowsecurity', 'relforcerowsecurity', 'relispopulated', 'relreplident', 'relacl'],
        'relpartbound',
      ],
      'the same for every index',
    ),
    'pg_index.indcheckxmin': 'which transactions may use it yet',
    ...left('pg_index', ['indisprimary', 'indisexclusion', 'indimmediate'], 'for the indexes of constraints'),
  },
};

function keyFact(name: string, column: string): FactSource {
  return { sql: `key.${name}`, of: [`pg_index.${column}`] };
}
