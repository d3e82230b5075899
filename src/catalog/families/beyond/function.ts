import type { Family } from '../../family.ts';
import { left } from './left.ts';
import { inWords, routine, sorted, sortedOptions } from '../printed.ts';
import { dependsOnFact, ROUTINE } from './routine.ts';

/** Functions, window functions and procedures. */
export const functionFamily: Family = {
  kind: 'function',
  beyond: true,
  from: `${ROUTINE.from} JOIN pg_language l ON l.oid = p.prolang`,
  // Those that come and go with a range type are its.
  where: `p.prokind <> 'a' AND NOT EXISTS (SELECT FROM pg_depend y
    WHERE y.classid = 'pg_proc'::regclass AND y.objid = p.oid AND y.deptype = 'i')`,
  in: ROUTINE.in,
  identity: ROUTINE.identity,
  facts: {
    kind: {
      sql: inWords('p.prokind', { f: 'function', p: 'procedure', w: 'window function' }),
      of: ['pg_proc.prokind'],
    },
    arguments: ROUTINE.argumentsFact,
    defaults: {
      sql: 'pg_get_expr(p.proargdefaults, 0)',
      of: ['pg_proc.proargdefaults'],
      expression: true,
    },
    returns: ROUTINE.returnsFact,
    language: { sql: 'l.lanname::text', of: ['pg_proc.prolang'] },
    body: { sql: 'p.prosrc', of: ['pg_proc.prosrc'] },
    sqlBody: {
      sql: 'CASE WHEN p.prosqlbody IS NOT NULL THEN pg_get_function_sqlbody(p.oid) END',
      of: ['pg_proc.prosqlbody'],
      expression: true,
    },
    library: { sql: 'p.probin', of: ['pg_proc.probin'] },
    volatility: {
      sql: inWords('p.provolatile', { i: 'immutable', s: 'stable', v: 'volatile' }),
      of: ['pg_proc.provolatile'],
    },
    strict: { sql: 'p.proisstrict', of: ['pg_proc.proisstrict'] },
    leakproof: { sql: 'p.proleakproof', of: ['pg_proc.proleakproof'] },
    parallel: {
      sql: inWords('p.proparallel', { s: 'safe', r: 'restricted', u: 'unsafe' }),
      of: ['pg_proc.proparallel'],
    },
    securityDefiner: { sql: 'p.prosecdef', of: ['pg_proc.prosecdef'] },
    cost: { sql: 'p.procost', of: ['pg_proc.procost'] },
    rows: { sql: 'p.prorows', of: ['pg_proc.prorows'] },
    support: { sql: routine('p.prosupport'), of: ['pg_proc.prosupport'] },
    settings: { sql: sortedOptions('p.proconfig'), of: ['pg_proc.proconfig'] },
    transforms: {
      sql: sorted(`ARRAY(SELECT format_type(type, NULL) FROM unnest(p.protrftypes) AS t(type))`),
      of: ['pg_proc.protrftypes'],
    },
    dependsOn: dependsOnFact('pg_proc', 'p.oid'),
    ...ROUTINE.administration,
  },
  left: {
    ...left('pg_proc', ['pronargs', 'pronargdefaults'], 'how many entries a list has that is a fact'),
    'pg_proc.provariadic': 'the element type of the argument that is variadic',
  },
};
