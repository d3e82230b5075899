import type { Family } from '../../family.ts';
import { commentFact, ownerFact } from '../administration.ts';
import { operatorName, routine, typeName } from '../printed.ts';

/** Operators. One that another names before it is made has no function yet. */
export const operator: Family = {
  kind: 'operator',
  beyond: true,
  from: 'pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace',
  in: { namespace: 'o.oprnamespace', member: { catalog: 'pg_operator', oid: 'o.oid' } },
  identity: {
    schema: 'n.nspname::text',
    parent: null,
    name: `concat(o.oprname, '(', coalesce(${typeName('o.oprleft')}, 'NONE'), ', ', ${typeName('o.oprright')}, ')')`,
    of: ['oprname', 'oprnamespace', 'oprleft', 'oprright'].map((column) => `pg_operator.${column}`),
  },
  facts: {
    function: { sql: routine('o.oprcode'), of: ['pg_operator.oprcode'] },
    result: { sql: typeName('o.oprresult'), of: ['pg_operator.oprresult'] },
    commutator: { sql: operatorName('o.oprcom'), of: ['pg_operator.oprcom'] },
    negator: { sql: operatorName('o.oprnegate'), of: ['pg_operator.oprnegate'] },
    restrict: { sql: routine('o.oprrest'), of: ['pg_operator.oprrest'] },
    join: { sql: routine('o.oprjoin'), of: ['pg_operator.oprjoin'] },
    hashes: { sql: 'o.oprcanhash', of: ['pg_operator.oprcanhash'] },
    merges: { sql: 'o.oprcanmerge', of: ['pg_operator.oprcanmerge'] },
    owner: ownerFact('o', 'pg_operator.oprowner'),
    comment: commentFact('pg_operator', 'o.oid'),
  },
  left: { 'pg_operator.oprkind': 'whether there is something on its left' },
};
