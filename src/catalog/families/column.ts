import type { FactSource, Family } from '../family.ts';
import { commentFact } from './administration.ts';
import { left } from './beyond/left.ts';
import { collationName } from './collation.ts';
import { grantLines } from './grants.ts';
import { inWords, sorted, sortedOptions, stillThere } from './printed.ts';

/**
 * The sequence that an identity column or a serial one counts with. A column can own more of them: one makes it a
 * serial when its default is nothing but the next value of that one. Looked up column by column, and only where
 * there can be one: joined, it would be a plan that goes wrong where the catalogues have no statistics.
 */
const COUNTER = `LEFT JOIN LATERAL (
    SELECT o.deptype, qn.nspname, q.relname, s.*
    FROM pg_depend o
    JOIN pg_class q ON q.oid = o.objid AND q.relkind = 'S'
    JOIN pg_namespace qn ON qn.oid = q.relnamespace
    JOIN pg_sequence s ON s.seqrelid = q.oid
    WHERE (a.attidentity <> '' OR a.atthasdef AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
        AND a.attgenerated = '' AND ${stillThere('a.attrelid')} AND pg_get_expr(d.adbin, 0) LIKE 'nextval(%')
      AND o.refclassid = 'pg_class'::regclass AND o.refobjid = a.attrelid AND o.refobjsubid = a.attnum
      AND o.classid = 'pg_class'::regclass AND o.objsubid = 0
      AND CASE WHEN a.attidentity <> '' THEN o.deptype = 'i'
        ELSE o.deptype = 'a' AND pg_get_expr(d.adbin, 0)
          = 'nextval(''' || replace(q.oid::regclass::text, '''', '''''') || '''::regclass)'
        END
    LIMIT 1
  ) counter ON true`;

/** Columns of tables, views, materialized views and foreign tables. */
export const column: Family = {
  kind: 'column',
  from: `pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  ${COUNTER}`,
  where: `a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f')`,
  in: { namespace: 'c.relnamespace', member: { catalog: 'pg_class', oid: 'c.oid' } },
  identity: {
    schema: 'n.nspname',
    parent: 'c.relname',
    name: 'a.attname',
    of: [
      ...['attrelid', 'attname', 'attnum', 'attisdropped'].map((name) => `pg_attribute.${name}`),
      ...['pg_class.relname', 'pg_class.relkind', 'pg_class.relnamespace', 'pg_namespace.nspname'],
    ],
  },
  facts: {
    type: {
      sql: 'format_type(a.atttypid, a.atttypmod)',
      of: ['pg_attribute.atttypid', 'pg_attribute.atttypmod'],
    },
    nullable: { sql: 'NOT a.attnotnull', of: ['pg_attribute.attnotnull'] },
    default: {
      // Without a table, which it could not name anyway: the table would be opened, and waited for.
      sql: `CASE WHEN a.attgenerated = '' AND d.oid IS NOT NULL AND ${stillThere('a.attrelid')} THEN pg_get_expr(d.adbin, 0) END`,
      of: ['pg_attrdef.adbin', 'pg_attrdef.adrelid', 'pg_attrdef.adnum', 'pg_attribute.atthasdef'],
      expression: true,
    },
    generated: {
      sql: inWords(`nullif(a.attgenerated, '')`, { s: 'stored', v: 'virtual' }),
      of: ['pg_attribute.attgenerated'],
    },
    generation: {
      sql: `CASE WHEN a.attgenerated <> '' AND ${stillThere('a.attrelid')} THEN pg_get_expr(d.adbin, d.adrelid) END`,
      of: ['pg_attrdef.adbin', 'pg_attribute.attgenerated'],
      expression: true,
    },
    identity: {
      sql: inWords(`nullif(a.attidentity, '')`, { a: 'always', d: 'by default' }),
      of: ['pg_attribute.attidentity'],
    },
    serial: {
      sql: `coalesce(counter.deptype = 'a', false)`,
      of: ['pg_attrdef.adbin', 'pg_depend.deptype'],
    },
    sequenceName: counterFact(
      'CASE WHEN counter.relname IS NOT NULL THEN ARRAY[counter.nspname, counter.relname]::text[] END',
      'pg_class.relname',
    ),
    sequenceType: counterFact('format_type(counter.seqtypid, NULL)', 'pg_sequence.seqtypid'),
    sequenceStart: counterFact('counter.seqstart', 'pg_sequence.seqstart'),
    sequenceIncrement: counterFact('counter.seqincrement', 'pg_sequence.seqincrement'),
    sequenceMin: counterFact('counter.seqmin', 'pg_sequence.seqmin'),
    sequenceMax: counterFact('counter.seqmax', 'pg_sequence.seqmax'),
    sequenceCache: counterFact('counter.seqcache', 'pg_sequence.seqcache'),
    sequenceCycle: counterFact('counter.seqcycle', 'pg_sequence.seqcycle'),
    collation: {
      sql: `CASE WHEN a.attcollation <> t.typcollation THEN ${collationName('a.attcollation')} END`,
      of: ['pg_attribute.attcollation'],
    },
    notNullValidated: {
      sql: `NOT a.attnotnull OR NOT EXISTS (SELECT FROM pg_constraint nn
      WHERE nn.contype = 'n' AND NOT nn.convalidated AND nn.conrelid = a.attrelid AND nn.conkey[1] = a.attnum)`,
      of: ['pg_constraint.convalidated'],
      since: 18,
      before: 'true',
    },
    inherited: {
      sql: 'a.attinhcount > 0 AND NOT a.attislocal',
      of: ['pg_attribute.attinhcount', 'pg_attribute.attislocal'],
    },
    parents: { sql: 'a.attinhcount', of: ['pg_attribute.attinhcount'], beyond: true },
    local: { sql: 'a.attislocal', of: ['pg_attribute.attislocal'], beyond: true },
    position: {
      sql: '(row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum))::int',
      of: ['pg_attribute.attnum'],
    },
    storage: {
      // Null for the type's own.
      sql: `CASE WHEN a.attstorage <> t.typstorage THEN ${inWords('a.attstorage', { p: 'plain', e: 'external', m: 'main', x: 'extended' })} END`,
      of: ['pg_attribute.attstorage'],
      beyond: true,
    },
    compression: {
      sql: inWords(`nullif(a.attcompression, '')`, { p: 'pglz', l: 'lz4' }),
      of: ['pg_attribute.attcompression'],
      beyond: true,
    },
    statistics: { sql: 'nullif(a.attstattarget, -1)', of: ['pg_attribute.attstattarget'], beyond: true },
    options: { sql: sorted('a.attoptions'), of: ['pg_attribute.attoptions'], beyond: true },
    foreignOptions: {
      sql: sortedOptions('a.attfdwoptions'),
      of: ['pg_attribute.attfdwoptions'],
      beyond: true,
    },
    grants: {
      sql: grantLines({ type: `'c'`, acl: 'a.attacl', owner: 'c.relowner' }),
      of: ['pg_attribute.attacl'],
      beyond: true,
    },
    comment: commentFact('pg_class', 'a.attrelid', 'a.attnum'),
  },
  left: {
    ...left('pg_attribute', ['attlen', 'attbyval', 'attalign'], 'that of the type'),
    'pg_attribute.attndims': 'what was written once; every array type takes any number of dimensions',
    'pg_attribute.attcacheoff': 'only set in memory',
    ...left('pg_attribute', ['atthasmissing', 'attmissingval'], 'how rows older than the column are kept'),
  },
};

function counterFact(sql: string, of: string): FactSource {
  return { sql, of: [of] };
}
