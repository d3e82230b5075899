import { FIRST_OID } from '../../family.ts';
import type { Family } from '../../family.ts';
import { commentFact } from '../administration.ts';
import { inWords } from '../printed.ts';

/** Ways to keep tables or indexes that no extension brought. */
export const accessMethod: Family = {
  kind: 'access method',
  beyond: true,
  from: 'pg_am a',
  where: `a.oid >= ${FIRST_OID}`,
  in: { namespace: null, member: { catalog: 'pg_am', oid: 'a.oid' } },
  identity: { schema: null, parent: null, name: 'a.amname::text', of: ['pg_am.amname'] },
  facts: {
    type: { sql: inWords('a.amtype', { i: 'index', t: 'table' }), of: ['pg_am.amtype'] },
    handler: { sql: 'a.amhandler::oid::regprocedure::text', of: ['pg_am.amhandler'] },
    comment: commentFact('pg_am', 'a.oid'),
  },
  left: {},
};
