import type { FactSource, Family } from '../family.ts';
import { commentFact } from './administration.ts';
import { left as leave } from './beyond/left.ts';

/** What all constraints of tables have in common, those of one `contype`. */
export function constraintFamily({
  kind,
  contype,
  joins = '',
  facts,
  left,
  ...rest
}: {
  readonly kind: string;
  readonly contype: 'p' | 'u' | 'f' | 'c' | 'x' | 'n';
  readonly joins?: string;
  readonly facts: Family['facts'];
  readonly left: Family['left'];
} & Pick<Family, 'beyond' | 'detail'>): Family {
  return {
    kind,
    from: `pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace${joins}`,
    where: `k.contype = '${contype}'`,
    in: { namespace: 'c.relnamespace', member: { catalog: 'pg_class', oid: 'c.oid' } },
    identity: {
      schema: 'n.nspname',
      parent: 'c.relname',
      name: 'k.conname',
      of: ['conname', 'conrelid', 'contype'].map((name) => `pg_constraint.${name}`),
    },
    facts: {
      ...facts,
      // A copy of the constraint of a parent, which comes and goes with that one.
      inherited: {
        sql: 'k.conparentid <> 0 OR (k.coninhcount > 0 AND NOT k.conislocal)',
        of: ['pg_constraint.conparentid', 'pg_constraint.coninhcount', 'pg_constraint.conislocal'],
      },
      parents: { sql: 'k.coninhcount', of: ['pg_constraint.coninhcount'], beyond: true },
      local: { sql: 'k.conislocal', of: ['pg_constraint.conislocal'], beyond: true },
      comment: commentFact('pg_constraint', 'k.oid'),
    },
    left: {
      'pg_constraint.connamespace': 'that of its table',
      'pg_constraint.contypid': 'for the constraints of domains',
      ...left,
    },
    ...rest,
  };
}

/** When it is checked. */
export const TIMING: Family['facts'] = {
  deferrable: { sql: 'k.condeferrable', of: ['pg_constraint.condeferrable'] },
  deferred: { sql: 'k.condeferred', of: ['pg_constraint.condeferred'] },
};

/** Whether rows that were there before are known to pass, and whether it is checked at all. */
export const VALIDITY: Family['facts'] = {
  validated: { sql: 'k.convalidated', of: ['pg_constraint.convalidated'] },
  enforced: { sql: 'k.conenforced', of: ['pg_constraint.conenforced'], since: 18, before: 'true' },
};

/** Whether a child table has it as well. */
export const NO_INHERIT: FactSource = { sql: 'k.connoinherit', of: ['pg_constraint.connoinherit'] };

/** Reasons to leave columns of pg_constraint for kinds that do not have them. */
export function without(reason: string, ...names: readonly string[]): Family['left'] {
  return leave('pg_constraint', names, reason);
}

/** Columns of pg_constraint that only foreign keys fill. */
export const ONLY_FOREIGN_KEYS = without(
  'for foreign keys',
  ...['confrelid', 'confupdtype', 'confdeltype', 'confmatchtype', 'confkey', 'confdelsetcols'],
  ...['conpfeqop', 'conppeqop', 'conffeqop'],
);
