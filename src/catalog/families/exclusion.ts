import { constraintFamily, ONLY_FOREIGN_KEYS, TIMING, without } from './constraint.ts';
import { BACKING_INDEX, BACKING_INDEX_FACTS, BACKING_INDEX_LEFT, INCLUDED } from './key.ts';
import { stillThere } from './printed.ts';
import { INDEX_STATISTICS } from './table-index.ts';

/** Exclusion constraints: no two rows for which all of the operators say yes. */
export const exclusion = constraintFamily({
  kind: 'exclusion constraint',
  contype: 'x',
  joins: BACKING_INDEX,
  facts: {
    definition: {
      sql: `CASE WHEN ${stillThere('k.conindid')} THEN pg_get_constraintdef(k.oid) END`,
      of: [
        ...['pg_constraint.conexclop', 'pg_index.indexprs', 'pg_index.indpred', 'pg_index.indclass'],
        ...['pg_index.indcollation', 'pg_index.indoption'],
      ],
      expression: true,
    },
    columns: {
      // Null where an expression stands.
      sql: `ARRAY(SELECT ka.attname::text FROM unnest(k.conkey) WITH ORDINALITY kn(number, place)
    LEFT JOIN pg_attribute ka ON ka.attrelid = k.conrelid AND ka.attnum = kn.number AND kn.number <> 0 ORDER BY kn.place)`,
      of: ['pg_constraint.conkey', 'pg_constraint.conrelid'],
    },
    include: INCLUDED,
    ...TIMING,
    ...BACKING_INDEX_FACTS,
    statistics: INDEX_STATISTICS,
  },
  left: {
    ...ONLY_FOREIGN_KEYS,
    ...BACKING_INDEX_LEFT,
    ...without('for checks', 'conbin'),
    ...without(
      'the same for every exclusion constraint',
      'convalidated',
      'conenforced',
      'connoinherit',
      'conperiod',
    ),
    'pg_constraint.conindid': 'its facts are those of the constraint',
    'pg_index.indnullsnotdistinct': 'an exclusion constraint has operators for that',
  },
  beyond: true,
});
