import type { Family } from '../../family.ts';
import { commentFact } from '../administration.ts';
import { left } from './left.ts';
import { DOMAIN_LEFT, MACHINERY_LEFT, TYPE, WHOLE_LEFT } from './type.ts';

// Looked up one by one: as a join, it is made the wrong way round where the catalogues have no statistics.
const WHERE = `t.typtype = 'c' AND (SELECT c.relkind FROM pg_class c WHERE c.oid = t.typrelid) = 'c'`;

/** Types made of attributes, by CREATE TYPE. */
export const compositeType: Family = {
  kind: 'composite type',
  beyond: true,
  from: TYPE.from,
  where: WHERE,
  in: TYPE.in,
  identity: { ...TYPE.identity, of: [...TYPE.identity.of, 'pg_type.typtype', 'pg_type.typrelid'] },
  facts: {
    attributes: {
      sql: `ARRAY(SELECT a.attname::text FROM pg_attribute a
    WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)`,
      of: ['pg_attribute.attname', 'pg_attribute.attnum', 'pg_attribute.attisdropped'],
    },
    ...TYPE.administration,
  },
  left: {
    ...MACHINERY_LEFT,
    ...DOMAIN_LEFT,
    ...WHOLE_LEFT,
    'pg_type.typcollation': 'a composite type has none',
  },
};

/** The attributes of composite types, which are no columns: nothing is kept in them. */
export const attribute: Family = {
  kind: 'attribute',
  beyond: true,
  detail: true,
  from: `${TYPE.from}
  JOIN pg_attribute a ON a.attrelid = t.typrelid
  JOIN pg_type b ON b.oid = a.atttypid`,
  where: `${WHERE} AND a.attnum > 0 AND NOT a.attisdropped`,
  in: TYPE.in,
  identity: {
    schema: 'n.nspname::text',
    parent: 't.typname::text',
    name: 'a.attname::text',
    of: ['attname', 'attrelid', 'attnum', 'attisdropped'].map((column) => `pg_attribute.${column}`),
  },
  facts: {
    type: {
      sql: 'format_type(a.atttypid, a.atttypmod)',
      of: ['pg_attribute.atttypid', 'pg_attribute.atttypmod'],
    },
    collation: {
      sql: 'nullif(a.attcollation, b.typcollation)::regcollation::text',
      of: ['pg_attribute.attcollation'],
    },
    comment: commentFact('pg_class', 't.typrelid', 'a.attnum'),
  },
  left: {
    'pg_attribute.attndims': 'Postgres holds no array to it',
    ...left('pg_attribute', ['attlen', 'attbyval', 'attalign', 'attcacheoff'], `its type's`),
    ...left(
      'pg_attribute',
      [
        ...['attnotnull', 'atthasdef', 'atthasmissing', 'attmissingval', 'attidentity', 'attgenerated'],
        ...['attislocal', 'attinhcount', 'attstattarget', 'attacl', 'attoptions', 'attfdwoptions'],
        ...['attstorage', 'attcompression'],
      ],
      'only a column of a relation that keeps rows has a choice in it',
    ),
  },
};
