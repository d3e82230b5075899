import type { Family } from '../../family.ts';
import { qualified, routine } from '../printed.ts';
import { DOMAIN_LEFT, MACHINERY_LEFT, TYPE, WHOLE_LEFT } from './type.ts';

const LEFT = {
  ...MACHINERY_LEFT,
  ...DOMAIN_LEFT,
  ...WHOLE_LEFT,
  'pg_type.typrelid': 'only a composite type has a relation',
  'pg_type.typcollation': 'a range has none, only its bounds have',
};

/** Ranges of another type. */
export const rangeType: Family = {
  kind: 'range type',
  beyond: true,
  from: `${TYPE.from}
  JOIN pg_range r ON r.rngtypid = t.oid
  JOIN pg_type b ON b.oid = r.rngsubtype
  JOIN pg_opclass o ON o.oid = r.rngsubopc`,
  in: TYPE.in,
  identity: { ...TYPE.identity, of: [...TYPE.identity.of, 'pg_type.typtype', 'pg_range.rngtypid'] },
  facts: {
    subtype: { sql: 'format_type(r.rngsubtype, NULL)', of: ['pg_range.rngsubtype'] },
    opclass: { sql: qualified('o.opcnamespace', 'o.opcname'), of: ['pg_range.rngsubopc'] },
    collation: {
      sql: 'nullif(r.rngcollation, b.typcollation)::regcollation::text',
      of: ['pg_range.rngcollation'],
    },
    canonical: { sql: routine('r.rngcanonical'), of: ['pg_range.rngcanonical'] },
    difference: { sql: routine('r.rngsubdiff'), of: ['pg_range.rngsubdiff'] },
    multirange: { sql: 'r.rngmultitypid::regtype::text', of: ['pg_range.rngmultitypid'] },
    ...TYPE.administration,
  },
  left: LEFT,
};

/** Multiranges: Postgres makes one with each range type, and each may have an owner and a comment of its own. */
export const multirangeType: Family = {
  kind: 'multirange type',
  beyond: true,
  detail: true,
  from: TYPE.from,
  where: `t.typtype = 'm'`,
  // An extension is said to own the range type, and not always what came with it.
  in: {
    namespace: 't.typnamespace',
    member: { catalog: 'pg_type', oid: '(SELECT rngtypid FROM pg_range WHERE rngmultitypid = t.oid)' },
  },
  identity: { ...TYPE.identity, of: [...TYPE.identity.of, 'pg_type.typtype'] },
  facts: TYPE.administration,
  left: LEFT,
};
