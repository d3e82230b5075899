import type { FactSource, Family } from '../family.ts';
import { grants } from './grants.ts';
import { inWords, sorted } from './printed.ts';

/** The identity of what lives in pg_class (`c`) and a namespace (`n`). */
export const RELATION_IDENTITY: Family['identity'] = {
  schema: 'n.nspname',
  parent: null,
  name: 'c.relname',
  of: ['pg_class.relname', 'pg_class.relnamespace', 'pg_class.relkind', 'pg_namespace.nspname'],
};

/** Columns of pg_class that are no fact of any relation. */
export const RELATION_LEFT: Family['left'] = {
  'pg_class.reltype': 'the row type, which comes and goes with the relation',
  'pg_class.relfilenode': 'the name of a file',
  'pg_class.relpages': 'an estimate for the planner',
  'pg_class.reltuples': 'an estimate for the planner',
  'pg_class.relallvisible': 'an estimate for the planner',
  'pg_class.relallfrozen': 'an estimate for the planner',
  'pg_class.reltoastrelid': 'follows from the columns',
  'pg_class.relhasindex': 'follows from the indexes',
  'pg_class.relisshared': 'false outside of the system',
  'pg_class.relnatts': 'follows from the columns, dropped ones among them',
  'pg_class.relchecks': 'follows from the checks',
  'pg_class.relhasrules': 'follows from the rules',
  'pg_class.relhastriggers': 'follows from the triggers',
  'pg_class.relhassubclass': 'follows from the tables that inherit, and is kept after the last one is gone',
  'pg_class.relrewrite': 'only set during a rewrite',
  'pg_class.relfrozenxid': 'moved by vacuum',
  'pg_class.relminmxid': 'moved by vacuum',
};

/** Storage parameters as they were given, `name=value`. */
export function optionsFact(column = 'c.reloptions'): FactSource {
  return {
    sql: `CASE WHEN ${column} IS NULL THEN '{}' ELSE ${sorted(column)} END`,
    of: ['pg_class.reloptions'],
  };
}

/** The parameters of the table that keeps long values. */
export const TOAST_OPTIONS: FactSource = {
  sql: sorted('(SELECT lc.reloptions FROM pg_class lc WHERE lc.oid = c.reltoastrelid)'),
  of: ['pg_class.reloptions'],
  beyond: true,
};

/** The tablespace by name; null for the database's own. */
export function tablespaceFact(alias: string): FactSource {
  return {
    sql: `(SELECT ts.spcname FROM pg_tablespace ts WHERE ts.oid = ${alias}.reltablespace)`,
    of: ['pg_class.reltablespace'],
  };
}

/** The access method by name. */
export const ACCESS_METHOD: FactSource = {
  sql: '(SELECT am.amname FROM pg_am am WHERE am.oid = c.relam)',
  of: ['pg_class.relam'],
};

/** What identifies a row to logical replication; for an index, the index itself says that it is the one. */
export const REPLICA_IDENTITY: FactSource = {
  sql: inWords('c.relreplident', { d: 'default', n: 'nothing', f: 'full', i: 'index' }),
  of: ['pg_class.relreplident'],
  beyond: true,
};

/** Who may do what with a relation: `'s'` for a sequence, `'r'` for all others. */
export function relationGrants(type: 'r' | 's'): FactSource {
  const source = grants({ type: `'${type}'`, acl: 'c.relacl', owner: 'c.relowner', of: ['pg_class.relacl'] });
  return { ...source, beyond: true };
}
