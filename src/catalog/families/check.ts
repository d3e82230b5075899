import { constraintFamily, NO_INHERIT, ONLY_FOREIGN_KEYS, VALIDITY, without } from './constraint.ts';

/** Check constraints of tables. */
export const check = constraintFamily({
  kind: 'check',
  contype: 'c',
  facts: {
    expression: { sql: 'pg_get_expr(k.conbin, k.conrelid)', of: ['pg_constraint.conbin'], expression: true },
    columns: {
      sql: `ARRAY(SELECT ka.attname::text FROM unnest(k.conkey) u(number)
    JOIN pg_attribute ka ON ka.attrelid = k.conrelid AND ka.attnum = u.number ORDER BY ka.attname)`,
      of: ['pg_constraint.conkey', 'pg_constraint.conrelid'],
    },
    noInherit: NO_INHERIT,
    ...VALIDITY,
  },
  left: {
    ...ONLY_FOREIGN_KEYS,
    ...without('for exclusion constraints', 'conexclop'),
    ...without('a check has no index', 'conindid'),
    ...without('a check has no time of its own', 'condeferrable', 'condeferred'),
    ...without('a check knows no time', 'conperiod'),
  },
});
