import type { Family } from '../../family.ts';
import { commentFact, ownerFact } from '../administration.ts';
import { inWords } from '../printed.ts';

/** What other servers may subscribe to. */
export const publication: Family = {
  kind: 'publication',
  beyond: true,
  from: 'pg_publication p',
  in: { namespace: null, member: { catalog: 'pg_publication', oid: 'p.oid' } },
  identity: { schema: null, parent: null, name: 'p.pubname::text', of: ['pg_publication.pubname'] },
  facts: {
    allTables: { sql: 'p.puballtables', of: ['pg_publication.puballtables'] },
    schemas: {
      sql: `ARRAY(SELECT n.nspname::text COLLATE "C" FROM pg_publication_namespace m
    JOIN pg_namespace n ON n.oid = m.pnnspid WHERE m.pnpubid = p.oid ORDER BY 1)`,
      of: ['pg_publication_namespace.pnpubid', 'pg_publication_namespace.pnnspid'],
    },
    insert: { sql: 'p.pubinsert', of: ['pg_publication.pubinsert'] },
    update: { sql: 'p.pubupdate', of: ['pg_publication.pubupdate'] },
    delete: { sql: 'p.pubdelete', of: ['pg_publication.pubdelete'] },
    truncate: { sql: 'p.pubtruncate', of: ['pg_publication.pubtruncate'] },
    viaRoot: { sql: 'p.pubviaroot', of: ['pg_publication.pubviaroot'] },
    generatedColumns: {
      sql: inWords('p.pubgencols', { n: 'none', s: 'stored' }),
      since: 18,
      before: `'none'`,
      of: ['pg_publication.pubgencols'],
    },
    owner: ownerFact('p', 'pg_publication.pubowner'),
    comment: commentFact('pg_publication', 'p.oid'),
  },
  left: {},
};

/** The tables that a publication names, with what it shows of each. */
export const publicationTable: Family = {
  kind: 'publication table',
  beyond: true,
  from: 'pg_publication_rel m JOIN pg_publication p ON p.oid = m.prpubid',
  in: { namespace: null, member: { catalog: 'pg_publication', oid: 'p.oid' } },
  identity: {
    schema: null,
    parent: 'p.pubname::text',
    name: 'm.prrelid::regclass::text',
    of: ['pg_publication_rel.prpubid', 'pg_publication_rel.prrelid'],
  },
  facts: {
    columns: {
      sql: `CASE WHEN m.prattrs IS NOT NULL THEN ARRAY(SELECT a.attname::text COLLATE "C"
    FROM unnest(m.prattrs) AS k(number) JOIN pg_attribute a ON a.attrelid = m.prrelid AND a.attnum = k.number ORDER BY 1) END`,
      of: ['pg_publication_rel.prattrs'],
    },
    where: {
      sql: 'pg_get_expr(m.prqual, m.prrelid)',
      of: ['pg_publication_rel.prqual'],
      expression: true,
    },
  },
  left: {},
};
