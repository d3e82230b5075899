import type { Family } from '../../family.ts';
import { commentFact, ownerFact } from '../administration.ts';
import { inWords } from '../printed.ts';

/** Orders of text. Those for another encoding than the database's cannot be used in it. */
export const collation: Family = {
  kind: 'collation',
  beyond: true,
  from: 'pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace',
  where: 'o.collencoding IN (-1, (SELECT encoding FROM pg_database WHERE datname = current_database()))',
  in: { namespace: 'o.collnamespace', member: { catalog: 'pg_collation', oid: 'o.oid' } },
  identity: {
    schema: 'n.nspname::text',
    parent: null,
    name: 'o.collname::text',
    of: ['pg_collation.collname', 'pg_collation.collnamespace'],
  },
  facts: {
    provider: {
      sql: inWords('o.collprovider', { b: 'builtin', c: 'libc', d: 'default', i: 'icu' }),
      of: ['pg_collation.collprovider'],
    },
    collate: { sql: 'o.collcollate', of: ['pg_collation.collcollate'] },
    ctype: { sql: 'o.collctype', of: ['pg_collation.collctype'] },
    locale: {
      sql: 'o.colllocale',
      since: 17,
      before: 'o.colliculocale',
      of: ['pg_collation.colllocale', 'pg_collation.colliculocale'],
    },
    rules: { sql: 'o.collicurules', since: 16, of: ['pg_collation.collicurules'] },
    deterministic: { sql: 'o.collisdeterministic', of: ['pg_collation.collisdeterministic'] },
    encoding: {
      sql: `nullif(pg_encoding_to_char(o.collencoding), '')::text`,
      of: ['pg_collation.collencoding'],
    },
    version: { sql: 'o.collversion', of: ['pg_collation.collversion'] },
    owner: ownerFact('o', 'pg_collation.collowner'),
    comment: commentFact('pg_collation', 'o.oid'),
  },
  left: {},
};
