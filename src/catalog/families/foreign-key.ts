import { columnNames } from './column-names.ts';
import { constraintFamily, TIMING, VALIDITY, without } from './constraint.ts';
import { inWords, sorted } from './printed.ts';

const STATES = { O: 'origin', A: 'always', R: 'replica', D: 'disabled' };

/** Foreign keys. */
export const foreignKey = constraintFamily({
  kind: 'foreign key',
  contype: 'f',
  joins: `
  JOIN pg_class rc ON rc.oid = k.confrelid
  JOIN pg_namespace rn ON rn.oid = rc.relnamespace`,
  facts: {
    columns: {
      sql: columnNames('k.conrelid', 'k.conkey'),
      of: ['pg_constraint.conkey', 'pg_constraint.conrelid'],
    },
    references: { sql: 'ARRAY[rn.nspname, rc.relname]::text[]', of: ['pg_constraint.confrelid'] },
    referencedColumns: { sql: columnNames('k.confrelid', 'k.confkey'), of: ['pg_constraint.confkey'] },
    onUpdate: { sql: actionOf('k.confupdtype'), of: ['pg_constraint.confupdtype'] },
    onDelete: { sql: actionOf('k.confdeltype'), of: ['pg_constraint.confdeltype'] },
    match: {
      sql: inWords('k.confmatchtype', { s: 'simple', f: 'full', p: 'partial' }),
      of: ['pg_constraint.confmatchtype'],
    },
    ...TIMING,
    ...VALIDITY,
    setColumns: {
      sql: `CASE WHEN k.confdelsetcols IS NULL THEN '{}' ELSE ${columnNames('k.conrelid', 'k.confdelsetcols')} END`,
      of: ['pg_constraint.confdelsetcols'],
    },
    triggersEnabled: {
      sql: `NOT EXISTS (SELECT FROM pg_trigger g
    WHERE g.tgconstraint = k.oid AND g.tgisinternal AND g.tgenabled NOT IN ('O', 'A'))`,
      of: ['pg_trigger.tgenabled', 'pg_trigger.tgconstraint', 'pg_trigger.tgisinternal'],
    },
    period: { sql: 'k.conperiod', of: ['pg_constraint.conperiod'], since: 18, before: 'false' },
    referencedIndex: {
      sql: '(SELECT ri.relname FROM pg_class ri WHERE ri.oid = k.conindid)',
      of: ['pg_constraint.conindid'],
      beyond: true,
    },
    triggers: {
      sql: sorted(`ARRAY(SELECT ${inWords('g.tgenabled', STATES)} || ' ' || (SELECT gp.proname FROM pg_proc gp WHERE gp.oid = g.tgfoid)
    FROM pg_trigger g WHERE g.tgconstraint = k.oid AND g.tgisinternal)`),
      of: ['pg_trigger.tgenabled', 'pg_trigger.tgfoid'],
      beyond: true,
    },
  },
  left: {
    ...without('follows from the types of the columns', 'conpfeqop', 'conppeqop', 'conffeqop'),
    ...without('for checks', 'conbin'),
    ...without('for exclusion constraints', 'conexclop'),
    ...without('the same for every foreign key', 'connoinherit'),
  },
});

/** What happens to a row when the one that it refers to changes. */
function actionOf(column: string): string {
  return inWords(column, {
    a: 'no action',
    r: 'restrict',
    c: 'cascade',
    n: 'set null',
    d: 'set default',
  });
}
