import type { Family } from '../../family.ts';
import { commentFact, ownerFact } from '../administration.ts';

/** Conversions between encodings. */
export const conversion: Family = {
  kind: 'conversion',
  beyond: true,
  from: 'pg_conversion v JOIN pg_namespace n ON n.oid = v.connamespace',
  in: { namespace: 'v.connamespace', member: { catalog: 'pg_conversion', oid: 'v.oid' } },
  identity: {
    schema: 'n.nspname::text',
    parent: null,
    name: 'v.conname::text',
    of: ['pg_conversion.conname', 'pg_conversion.connamespace'],
  },
  facts: {
    source: {
      sql: 'pg_encoding_to_char(v.conforencoding)::text',
      of: ['pg_conversion.conforencoding'],
    },
    destination: {
      sql: 'pg_encoding_to_char(v.contoencoding)::text',
      of: ['pg_conversion.contoencoding'],
    },
    function: { sql: 'v.conproc::oid::regprocedure::text', of: ['pg_conversion.conproc'] },
    default: { sql: 'v.condefault', of: ['pg_conversion.condefault'] },
    owner: ownerFact('v', 'pg_conversion.conowner'),
    comment: commentFact('pg_conversion', 'v.oid'),
  },
  left: {},
};
