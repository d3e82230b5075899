import { columnNames } from './column-names.ts';
import { constraintFamily, NO_INHERIT, ONLY_FOREIGN_KEYS, VALIDITY, without } from './constraint.ts';

/** NOT NULL constraints, which have a name of their own since version 18. That they hold is a fact of the column. */
export const notNull = constraintFamily({
  kind: 'not null constraint',
  contype: 'n',
  facts: {
    columns: {
      sql: columnNames('k.conrelid', 'k.conkey'),
      of: ['pg_constraint.conkey', 'pg_constraint.conrelid'],
    },
    noInherit: NO_INHERIT,
    ...VALIDITY,
  },
  left: {
    ...ONLY_FOREIGN_KEYS,
    ...without('for checks', 'conbin'),
    ...without('for exclusion constraints', 'conexclop'),
    ...without('it has no index', 'conindid'),
    ...without('it has no time of its own', 'condeferrable', 'condeferred', 'conperiod'),
  },
  beyond: true,
  detail: true,
});
