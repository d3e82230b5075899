import type { Family } from '../family.ts';
import { commentFact, ownerFact } from './administration.ts';
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

/** The tables that one comes from, in order, each with its namespace. */
const PARENTS = `FROM pg_inherits h
    JOIN pg_class pc ON pc.oid = h.inhparent
    JOIN pg_namespace pn ON pn.oid = pc.relnamespace
    WHERE h.inhrelid = c.oid`;

/** Tables, partitioned ones and partitions among them. */
export const table: Family = {
  kind: 'table',
  from: 'pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace',
  where: `c.relkind IN ('r', 'p')`,
  in: { namespace: 'c.relnamespace', member: { catalog: 'pg_class', oid: 'c.oid' } },
  identity: RELATION_IDENTITY,
  facts: {
    rls: { sql: 'c.relrowsecurity', of: ['pg_class.relrowsecurity'] },
    forceRls: { sql: 'c.relforcerowsecurity', of: ['pg_class.relforcerowsecurity'] },
    partitionKey: {
      sql: `CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END`,
      of: ['partrelid', 'partstrat', 'partnatts', 'partattrs', 'partclass', 'partcollation', 'partexprs'].map(
        (name) => `pg_partitioned_table.${name}`,
      ),
    },
    partitionOf: {
      sql: `CASE WHEN c.relispartition THEN (SELECT ARRAY[pn.nspname, pc.relname]::text[] ${PARENTS}) END`,
      of: ['pg_class.relispartition', 'pg_inherits.inhrelid', 'pg_inherits.inhparent'],
    },
    inherits: {
      sql: `CASE WHEN c.relispartition THEN '{}'
    ELSE ARRAY(SELECT ARRAY[pn.nspname, pc.relname]::text[] ${PARENTS} ORDER BY h.inhseqno) END`,
      of: ['pg_inherits.inhrelid', 'pg_inherits.inhparent', 'pg_inherits.inhseqno'],
    },
    partitionBound: {
      sql: 'pg_get_expr(c.relpartbound, c.oid)',
      of: ['pg_class.relpartbound'],
      beyond: true,
    },
    detaching: {
      sql: `c.relispartition AND EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = c.oid AND h.inhdetachpending)`,
      of: ['pg_inherits.inhdetachpending'],
      beyond: true,
    },
    owner: ownerFact('c', 'pg_class.relowner'),
    grants: relationGrants('r'),
    unlogged: { sql: `c.relpersistence = 'u'`, of: ['pg_class.relpersistence'], beyond: true },
    tablespace: { ...tablespaceFact('c'), beyond: true },
    accessMethod: { ...ACCESS_METHOD, beyond: true },
    options: { ...optionsFact(), beyond: true },
    toastOptions: TOAST_OPTIONS,
    replicaIdentity: REPLICA_IDENTITY,
    ofType: {
      sql: `(SELECT ARRAY[tn.nspname, ty.typname]::text[] FROM pg_type ty
    JOIN pg_namespace tn ON tn.oid = ty.typnamespace WHERE ty.oid = c.reloftype)`,
      of: ['pg_class.reloftype'],
      beyond: true,
    },
    comment: commentFact('pg_class', 'c.oid'),
  },
  left: {
    ...RELATION_LEFT,
    'pg_class.relispopulated': 'true for every table',
    'pg_partitioned_table.partdefid': 'the partition whose bound is DEFAULT',
  },
};
