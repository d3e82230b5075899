import type { Family } from '../family.ts';
import { commentFact, ownerFact } from './administration.ts';
import { left } from './beyond/left.ts';
import { RELATION_IDENTITY, RELATION_LEFT, relationGrants } from './relation.ts';

/** Sequences, those of serial and identity columns among them. */
export const sequence: Family = {
  kind: 'sequence',
  from: `pg_sequence s
  JOIN pg_class c ON c.oid = s.seqrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace`,
  in: { namespace: 'c.relnamespace', member: { catalog: 'pg_class', oid: 'c.oid' } },
  identity: { ...RELATION_IDENTITY, of: [...RELATION_IDENTITY.of, 'pg_sequence.seqrelid'] },
  facts: {
    type: { sql: 'format_type(s.seqtypid, NULL)', of: ['pg_sequence.seqtypid'] },
    start: { sql: 's.seqstart', of: ['pg_sequence.seqstart'] },
    increment: { sql: 's.seqincrement', of: ['pg_sequence.seqincrement'] },
    min: { sql: 's.seqmin', of: ['pg_sequence.seqmin'] },
    max: { sql: 's.seqmax', of: ['pg_sequence.seqmax'] },
    cache: { sql: 's.seqcache', of: ['pg_sequence.seqcache'] },
    cycle: { sql: 's.seqcycle', of: ['pg_sequence.seqcycle'] },
    ownedBy: {
      sql: `(SELECT ARRAY[own.nspname, oc.relname, oa.attname]::text[]
    FROM pg_depend o
    JOIN pg_class oc ON oc.oid = o.refobjid
    JOIN pg_namespace own ON own.oid = oc.relnamespace
    JOIN pg_attribute oa ON oa.attrelid = o.refobjid AND oa.attnum = o.refobjsubid
    WHERE o.classid = 'pg_class'::regclass AND o.objid = c.oid AND o.objsubid = 0
      AND o.refclassid = 'pg_class'::regclass AND o.refobjsubid > 0 AND o.deptype IN ('a', 'i')
    LIMIT 1)`,
      of: ['pg_depend.refobjid', 'pg_depend.refobjsubid', 'pg_depend.deptype'],
    },
    owner: ownerFact('c', 'pg_class.relowner'),
    grants: relationGrants('s'),
    unlogged: { sql: `c.relpersistence = 'u'`, of: ['pg_class.relpersistence'], beyond: true },
    comment: commentFact('pg_class', 'c.oid'),
  },
  left: {
    ...RELATION_LEFT,
    ...left(
      'pg_class',
      [
        ...['reloftype', 'relam', 'reltablespace', 'relrowsecurity', 'relforcerowsecurity', 'relispopulated'],
        ...['relreplident', 'relispartition', 'reloptions', 'relpartbound'],
      ],
      'the same for every sequence',
    ),
  },
};
