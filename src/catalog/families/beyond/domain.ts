import type { Family } from '../../family.ts';
import { commentFact } from '../administration.ts';
import { left } from './left.ts';
import { MACHINERY_LEFT, TYPE, WHOLE_LEFT } from './type.ts';

/** Types that narrow another one. */
export const domain: Family = {
  kind: 'domain',
  beyond: true,
  from: `${TYPE.from} JOIN pg_type b ON b.oid = t.typbasetype`,
  where: `t.typtype = 'd'`,
  in: TYPE.in,
  identity: { ...TYPE.identity, of: [...TYPE.identity.of, 'pg_type.typtype'] },
  facts: {
    type: {
      sql: 'format_type(t.typbasetype, t.typtypmod)',
      of: ['pg_type.typbasetype', 'pg_type.typtypmod'],
    },
    nullable: { sql: 'NOT t.typnotnull', of: ['pg_type.typnotnull'] },
    notNullName: {
      sql: `(SELECT k.conname::text FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'n')`,
      of: ['pg_constraint.conname', 'pg_constraint.contypid', 'pg_constraint.contype'],
      since: 17,
    },
    default: {
      sql: 'pg_get_expr(t.typdefaultbin, 0)',
      of: ['pg_type.typdefaultbin'],
      expression: true,
    },
    collation: {
      sql: 'nullif(t.typcollation, b.typcollation)::regcollation::text',
      of: ['pg_type.typcollation'],
    },
    ...TYPE.administration,
  },
  left: {
    ...MACHINERY_LEFT,
    ...WHOLE_LEFT,
    'pg_type.typdefault': 'the text of typdefaultbin',
    'pg_type.typndims': 'Postgres holds no array to it',
    'pg_type.typrelid': 'only a composite type has a relation',
  },
};

/** The checks of domains. */
export const domainConstraint: Family = {
  kind: 'domain constraint',
  beyond: true,
  detail: true,
  from: `pg_constraint k
  JOIN pg_type t ON t.oid = k.contypid
  JOIN pg_namespace n ON n.oid = t.typnamespace`,
  // A NOT NULL is one too since 17: a fact of the domain.
  where: `k.contype = 'c'`,
  in: TYPE.in,
  identity: {
    schema: 'n.nspname::text',
    parent: 't.typname::text',
    name: 'k.conname::text',
    of: ['pg_constraint.conname', 'pg_constraint.contypid', 'pg_constraint.contype'],
  },
  facts: {
    expression: { sql: 'pg_get_expr(k.conbin, 0)', of: ['pg_constraint.conbin'], expression: true },
    validated: { sql: 'k.convalidated', of: ['pg_constraint.convalidated'] },
    comment: commentFact('pg_constraint', 'k.oid'),
  },
  left: {
    'pg_constraint.connamespace': `always that of the domain`,
    ...left(
      'pg_constraint',
      [
        ...[
          'conrelid',
          'conindid',
          'conparentid',
          'confrelid',
          'confupdtype',
          'confdeltype',
          'confmatchtype',
        ],
        ...['conislocal', 'coninhcount', 'connoinherit', 'conkey', 'confkey', 'conpfeqop', 'conppeqop'],
        ...[
          'conffeqop',
          'confdelsetcols',
          'conexclop',
          'condeferrable',
          'condeferred',
          'conenforced',
          'conperiod',
        ],
      ],
      'only a constraint of a table has a choice in it',
    ),
  },
};
