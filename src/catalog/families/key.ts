import type { FactSource, Family } from '../family.ts';
import { columnNames } from './column-names.ts';
import { constraintFamily, ONLY_FOREIGN_KEYS, TIMING, without } from './constraint.ts';
import { optionsFact, tablespaceFact } from './relation.ts';

/** The index that a constraint is kept by. It is a part of the constraint, not an object beside it. */
export const BACKING_INDEX = `
  JOIN pg_index i ON i.indexrelid = k.conindid
  JOIN pg_class ic ON ic.oid = i.indexrelid`;

/** Columns that the index carries without being part of the key. */
export const INCLUDED: FactSource = {
  sql: `CASE WHEN i.indnatts = i.indnkeyatts THEN '{}' ELSE ${columnNames('i.indrelid', 'i.indkey[i.indnkeyatts:]::int2[]')} END`,
  of: ['pg_index.indkey', 'pg_index.indnatts', 'pg_index.indnkeyatts'],
};

/** What else is true of the index. */
export const BACKING_INDEX_FACTS: Family['facts'] = {
  with: { ...optionsFact('ic.reloptions'), beyond: true },
  tablespace: { ...tablespaceFact('ic'), beyond: true },
  valid: {
    sql: 'i.indisvalid AND i.indisready AND i.indislive',
    of: ['pg_index.indisvalid', 'pg_index.indisready', 'pg_index.indislive'],
    beyond: true,
  },
  clustered: { sql: 'i.indisclustered', of: ['pg_index.indisclustered'], beyond: true },
  replicaIdentity: { sql: 'i.indisreplident', of: ['pg_index.indisreplident'], beyond: true },
  indexComment: {
    sql: `(SELECT x.description FROM pg_description x
    WHERE x.classoid = 'pg_class'::regclass AND x.objoid = ic.oid AND x.objsubid = 0)`,
    of: ['pg_description.description'],
    beyond: true,
  },
};

/** Columns of pg_index that are no fact of a constraint's index. */
export const BACKING_INDEX_LEFT: Family['left'] = {
  'pg_index.indexrelid': 'the index, which has the name of the constraint',
  'pg_index.indrelid': 'the table of the constraint',
  'pg_index.indisunique': 'follows from the kind of the constraint',
  'pg_index.indisprimary': 'follows from the kind of the constraint',
  'pg_index.indisexclusion': 'follows from the kind of the constraint',
  'pg_index.indimmediate': 'follows from whether the constraint is deferrable',
  'pg_index.indcheckxmin': 'which transactions may use it yet',
};

const KEY_FACTS: Family['facts'] = {
  columns: {
    sql: columnNames('k.conrelid', 'k.conkey'),
    of: ['pg_constraint.conkey', 'pg_constraint.conrelid'],
  },
  include: INCLUDED,
  ...TIMING,
};

const KEY_LEFT: Family['left'] = {
  ...ONLY_FOREIGN_KEYS,
  ...BACKING_INDEX_LEFT,
  ...without('for checks', 'conbin'),
  ...without('true for every key', 'convalidated', 'conenforced', 'connoinherit'),
  ...without('for exclusion constraints', 'conexclop'),
  'pg_constraint.conindid': 'its facts are those of the constraint',
  'pg_index.indclass': 'the default of each column: a key cannot have another one',
  'pg_index.indcollation': 'that of each column: a key cannot have another one',
  'pg_index.indoption': 'ascending, nulls last: a key cannot have another order',
  'pg_index.indexprs': 'a key has columns only',
  'pg_index.indpred': 'a key holds for all rows',
};

/** The last column is a range, and no two ranges of the same key overlap. */
const WITHOUT_OVERLAPS: FactSource = {
  sql: 'k.conperiod',
  of: ['pg_constraint.conperiod'],
  since: 18,
  before: 'false',
};

/** Primary keys. */
export const primaryKey = constraintFamily({
  kind: 'primary key',
  contype: 'p',
  joins: BACKING_INDEX,
  facts: { ...KEY_FACTS, withoutOverlaps: WITHOUT_OVERLAPS, ...BACKING_INDEX_FACTS },
  left: { ...KEY_LEFT, 'pg_index.indnullsnotdistinct': 'no column of a primary key holds null' },
});

/** Unique constraints. */
export const unique = constraintFamily({
  kind: 'unique',
  contype: 'u',
  joins: BACKING_INDEX,
  facts: {
    ...KEY_FACTS,
    nullsNotDistinct: { sql: 'i.indnullsnotdistinct', of: ['pg_index.indnullsnotdistinct'] },
    withoutOverlaps: WITHOUT_OVERLAPS,
    ...BACKING_INDEX_FACTS,
  },
  left: KEY_LEFT,
});
