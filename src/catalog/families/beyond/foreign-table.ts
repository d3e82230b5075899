import type { Family } from '../../family.ts';
import { commentFact, ownerFact } from '../administration.ts';
import { grants } from '../grants.ts';
import { sortedOptions } from '../printed.ts';
import { RELATION_IDENTITY, RELATION_LEFT } from '../relation.ts';
import { left } from './left.ts';

/** Tables whose rows are on a foreign server. Their columns are columns as any. */
export const foreignTable: Family = {
  kind: 'foreign table',
  beyond: true,
  from: `pg_foreign_table f
  JOIN pg_class c ON c.oid = f.ftrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_foreign_server v ON v.oid = f.ftserver`,
  in: { namespace: 'c.relnamespace', member: { catalog: 'pg_class', oid: 'c.oid' } },
  identity: { ...RELATION_IDENTITY, of: [...RELATION_IDENTITY.of, 'pg_foreign_table.ftrelid'] },
  facts: {
    server: { sql: 'v.srvname::text', of: ['pg_foreign_table.ftserver'] },
    options: { sql: sortedOptions('f.ftoptions'), of: ['pg_foreign_table.ftoptions'] },
    parents: {
      sql: `ARRAY(SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = c.oid ORDER BY h.inhseqno)`,
      of: ['inhrelid', 'inhparent', 'inhseqno'].map((column) => `pg_inherits.${column}`),
    },
    partition: { sql: 'c.relispartition', of: ['pg_class.relispartition'] },
    partitionBound: {
      sql: 'pg_get_expr(c.relpartbound, 0)',
      of: ['pg_class.relpartbound'],
      expression: true,
    },
    owner: ownerFact('c', 'pg_class.relowner'),
    grants: grants({ type: `'r'`, acl: 'c.relacl', owner: 'c.relowner', of: ['pg_class.relacl'] }),
    comment: commentFact('pg_class', 'c.oid'),
  },
  left: {
    ...RELATION_LEFT,
    ...left(
      'pg_class',
      [
        ...['relam', 'reltablespace', 'relpersistence', 'relreplident', 'relispopulated', 'reloptions'],
        ...['relrowsecurity', 'relforcerowsecurity', 'reloftype'],
      ],
      'only a table that keeps rows has a choice in it',
    ),
  },
};
