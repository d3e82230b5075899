import type { FactSource, Family } from '../../family.ts';
import { inWords, routine, typeName } from '../printed.ts';
import { left } from './left.ts';
import { DOMAIN_LEFT, MACHINERY_LEFT, TYPE, WHOLE_LEFT } from './type.ts';

/** Whether a type is the array that Postgres made of another one: that one says so. */
const IS_ARRAY = `(t.typelem <> 0 AND t.oid = (SELECT e.typarray FROM pg_type e WHERE e.oid = t.typelem))`;

function madeOf(column: string): FactSource {
  return { sql: routine(`t.${column}`), of: [`pg_type.${column}`] };
}

/** Types with functions of their own to read and print them. */
export const baseType: Family = {
  kind: 'base type',
  beyond: true,
  from: TYPE.from,
  where: `t.typtype = 'b' AND ${IS_ARRAY} IS NOT TRUE`,
  in: TYPE.in,
  identity: { ...TYPE.identity, of: [...TYPE.identity.of, 'pg_type.typtype', 'pg_type.typarray'] },
  facts: {
    input: madeOf('typinput'),
    output: madeOf('typoutput'),
    receive: madeOf('typreceive'),
    send: madeOf('typsend'),
    modifierInput: madeOf('typmodin'),
    modifierOutput: madeOf('typmodout'),
    analyze: madeOf('typanalyze'),
    subscript: madeOf('typsubscript'),
    length: { sql: 't.typlen', of: ['pg_type.typlen'] },
    byValue: { sql: 't.typbyval', of: ['pg_type.typbyval'] },
    alignment: {
      sql: inWords('t.typalign', { c: 'char', s: 'int2', i: 'int4', d: 'double' }),
      of: ['pg_type.typalign'],
    },
    storage: {
      sql: inWords('t.typstorage', { p: 'plain', e: 'external', x: 'extended', m: 'main' }),
      of: ['pg_type.typstorage'],
    },
    category: { sql: 't.typcategory::text', of: ['pg_type.typcategory'] },
    preferred: { sql: 't.typispreferred', of: ['pg_type.typispreferred'] },
    delimiter: { sql: 't.typdelim::text', of: ['pg_type.typdelim'] },
    element: { sql: typeName('t.typelem'), of: ['pg_type.typelem'] },
    collation: {
      sql: 'nullif(t.typcollation, 0)::regcollation::text',
      of: ['pg_type.typcollation'],
    },
    default: { sql: 't.typdefault', of: ['pg_type.typdefault'] },
    ...TYPE.administration,
  },
  left: {
    'pg_type.typisdefined': WHOLE_LEFT['pg_type.typisdefined'],
    'pg_type.typrelid': 'only a composite type has a relation',
    ...left(
      'pg_type',
      ['typnotnull', 'typbasetype', 'typtypmod', 'typndims', 'typdefaultbin'],
      'only a domain has one',
    ),
  },
};

/** Names that were set aside for a type, which was not made yet. */
export const shellType: Family = {
  kind: 'shell type',
  beyond: true,
  from: TYPE.from,
  where: 'NOT t.typisdefined',
  in: TYPE.in,
  identity: { ...TYPE.identity, of: [...TYPE.identity.of, 'pg_type.typisdefined'] },
  facts: TYPE.administration,
  left: {
    ...MACHINERY_LEFT,
    ...DOMAIN_LEFT,
    'pg_type.typtype': 'that of a pseudo-type, until it is whole',
    ...left('pg_type', ['typarray', 'typrelid', 'typcollation'], 'a shell has none'),
  },
};

/**
 * Types that Postgres made along with a table, a view or another type. They are theirs in everything but what people
 * may say of them: only those are read of which they did.
 */
export const impliedType: Family = {
  kind: 'implied type',
  beyond: true,
  detail: true,
  from: `${TYPE.from} LEFT JOIN pg_class c ON c.oid = t.typrelid`,
  where: `(c.relkind <> 'c' OR ${IS_ARRAY})
    AND (${TYPE.administration.comment.sql} IS NOT NULL
      OR t.typacl IS NOT NULL AND ${TYPE.administration.grants.sql} <> ARRAY['PUBLIC: USAGE', 'its owner: USAGE'])`,
  in: TYPE.in,
  identity: { ...TYPE.identity, of: [...TYPE.identity.of, 'pg_type.typrelid', 'pg_type.typarray'] },
  facts: { grants: TYPE.administration.grants, comment: TYPE.administration.comment },
  left: {
    ...MACHINERY_LEFT,
    ...DOMAIN_LEFT,
    'pg_type.typisdefined': WHOLE_LEFT['pg_type.typisdefined'],
    'pg_type.typtype': 'whether it is of rows or of arrays, which its name says',
    'pg_type.typowner': 'always that of what it was made with',
    'pg_type.typcollation': 'that of what it was made with',
  },
};
