import type { Family } from '../../family.ts';
import { commentFact, ownerFact } from '../administration.ts';

// An extension that may move is compared as if it stood anywhere, its namespace is a fact of its own. The types that
// come with a table or another type are members in databases that an older version made.
const MEMBERS = `ARRAY(SELECT concat(i.type, ' ', replace(i.identity, quote_ident(n.nspname) || '.', '')) COLLATE "C"
    FROM pg_depend y CROSS JOIN LATERAL pg_identify_object(y.classid, y.objid, y.objsubid) i
    WHERE y.deptype = 'e' AND y.refclassid = 'pg_extension'::regclass AND y.refobjid = e.oid
      AND NOT EXISTS (SELECT FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
        WHERE y.classid = 'pg_type'::regclass AND t.oid = y.objid
          AND (t.typcategory = 'A' AND t.typelem <> 0 OR c.relkind <> 'c'))
    ORDER BY 1)`;

/** Extensions, with the list of what each owns; what that is in detail is its version's business. */
export const extension: Family = {
  kind: 'extension',
  beyond: true,
  from: 'pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace',
  in: { namespace: null },
  identity: { schema: null, parent: null, name: 'e.extname::text', of: ['pg_extension.extname'] },
  facts: {
    version: { sql: 'e.extversion', of: ['pg_extension.extversion'] },
    schema: { sql: 'n.nspname::text', of: ['pg_extension.extnamespace'] },
    relocatable: { sql: 'e.extrelocatable', of: ['pg_extension.extrelocatable'] },
    members: {
      sql: MEMBERS,
      of: ['classid', 'objid', 'objsubid', 'refclassid', 'refobjid', 'deptype'].map(
        (column) => `pg_depend.${column}`,
      ),
    },
    configuration: {
      sql: `ARRAY(SELECT concat_ws(' ', x.relation::regclass, nullif(x.condition, '')) COLLATE "C"
    FROM unnest(e.extconfig, e.extcondition) AS x(relation, condition) ORDER BY 1)`,
      of: ['pg_extension.extconfig', 'pg_extension.extcondition'],
    },
    owner: ownerFact('e', 'pg_extension.extowner'),
    comment: commentFact('pg_extension', 'e.oid'),
  },
  left: {
    'pg_depend.refobjsubid': 'no extension has parts',
  },
};
