import { FIRST_OID } from '../../family.ts';
import type { Family } from '../../family.ts';
import { commentFact } from '../administration.ts';
import { inWords, routine } from '../printed.ts';

/** Casts that people made. */
export const cast: Family = {
  kind: 'cast',
  beyond: true,
  from: 'pg_cast k',
  // The one from a range to its multirange comes and goes with the range type.
  where: `k.oid >= ${FIRST_OID} AND NOT EXISTS (SELECT FROM pg_depend y
    WHERE y.classid = 'pg_cast'::regclass AND y.objid = k.oid AND y.deptype = 'i')`,
  in: { namespace: null, member: { catalog: 'pg_cast', oid: 'k.oid' } },
  identity: {
    schema: null,
    parent: null,
    name: `concat(format_type(k.castsource, NULL), ' as ', format_type(k.casttarget, NULL))`,
    of: ['pg_cast.castsource', 'pg_cast.casttarget'],
  },
  facts: {
    function: { sql: routine('k.castfunc'), of: ['pg_cast.castfunc'] },
    context: {
      sql: inWords('k.castcontext', { e: 'explicit', a: 'assignment', i: 'implicit' }),
      of: ['pg_cast.castcontext'],
    },
    method: {
      sql: inWords('k.castmethod', { f: 'function', i: 'input and output', b: 'none' }),
      of: ['pg_cast.castmethod'],
    },
    comment: commentFact('pg_cast', 'k.oid'),
  },
  left: {},
};
