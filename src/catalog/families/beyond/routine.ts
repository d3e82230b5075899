import type { FactSource } from '../../family.ts';
import { commentFact, ownerFact } from '../administration.ts';
import { grants } from '../grants.ts';

/** What functions, procedures and aggregates have in common. */
export const ROUTINE = {
  from: 'pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace',
  in: { namespace: 'p.pronamespace', member: { catalog: 'pg_proc', oid: 'p.oid' } },
  identity: {
    schema: 'n.nspname::text',
    parent: null,
    // Two may share a name. How the arguments are called does not tell them apart.
    name: `concat(p.proname, '(', oidvectortypes(p.proargtypes), ')')`,
    of: ['pg_proc.proname', 'pg_proc.pronamespace', 'pg_proc.proargtypes', 'pg_proc.prokind'],
  },
  argumentsFact: {
    sql: `ARRAY(SELECT concat_ws(' ',
      CASE a.mode::text WHEN 'o' THEN 'OUT' WHEN 'b' THEN 'INOUT' WHEN 'v' THEN 'VARIADIC' WHEN 't' THEN 'TABLE' ELSE 'IN' END,
      quote_ident(nullif(a.name, '')), format_type(a.type, NULL))
    FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes, p.proargnames)
      WITH ORDINALITY AS a(type, mode, name, place)
    ORDER BY a.place)`,
    of: ['pg_proc.proallargtypes', 'pg_proc.proargtypes', 'pg_proc.proargmodes', 'pg_proc.proargnames'],
  },
  returnsFact: {
    sql: `concat(CASE WHEN p.proretset THEN 'SETOF ' END, format_type(p.prorettype, NULL))`,
    of: ['pg_proc.proretset', 'pg_proc.prorettype'],
  },
  administration: {
    owner: ownerFact('p', 'pg_proc.proowner'),
    grants: grants({ type: `'f'`, acl: 'p.proacl', owner: 'p.proowner', of: ['pg_proc.proacl'] }),
    comment: commentFact('pg_proc', 'p.oid'),
  },
} as const;

/** The extensions without which an object shall not stay: ALTER … DEPENDS ON EXTENSION. */
export function dependsOnFact(catalog: string, oid: string): FactSource {
  return {
    sql: `ARRAY(SELECT x.extname::text COLLATE "C" FROM pg_depend y JOIN pg_extension x ON x.oid = y.refobjid
    WHERE y.classid = '${catalog}'::regclass AND y.objid = ${oid}
      AND y.refclassid = 'pg_extension'::regclass AND y.deptype = 'x'
    ORDER BY 1)`,
    of: ['classid', 'objid', 'refclassid', 'refobjid', 'deptype'].map((column) => `pg_depend.${column}`),
  };
}
