import type { Family } from '../../family.ts';
import { commentFact, ownerFact } from '../administration.ts';
import { grants } from '../grants.ts';
import { routine } from '../printed.ts';

/** Languages for functions that no extension brought. */
export const language: Family = {
  kind: 'language',
  beyond: true,
  from: 'pg_language l',
  // The others are built in.
  where: 'l.lanispl',
  in: { namespace: null, member: { catalog: 'pg_language', oid: 'l.oid' } },
  identity: {
    schema: null,
    parent: null,
    name: 'l.lanname::text',
    of: ['pg_language.lanname', 'pg_language.lanispl'],
  },
  facts: {
    trusted: { sql: 'l.lanpltrusted', of: ['pg_language.lanpltrusted'] },
    handler: { sql: routine('l.lanplcallfoid'), of: ['pg_language.lanplcallfoid'] },
    inline: { sql: routine('l.laninline'), of: ['pg_language.laninline'] },
    validator: { sql: routine('l.lanvalidator'), of: ['pg_language.lanvalidator'] },
    owner: ownerFact('l', 'pg_language.lanowner'),
    grants: grants({ type: `'l'`, acl: 'l.lanacl', owner: 'l.lanowner', of: ['pg_language.lanacl'] }),
    comment: commentFact('pg_language', 'l.oid'),
  },
  left: {},
};

/** How a type is handed to a language. */
export const transform: Family = {
  kind: 'transform',
  beyond: true,
  from: 'pg_transform f JOIN pg_language l ON l.oid = f.trflang',
  in: { namespace: null, member: { catalog: 'pg_transform', oid: 'f.oid' } },
  identity: {
    schema: null,
    parent: null,
    name: `concat(format_type(f.trftype, NULL), ' language ', quote_ident(l.lanname))`,
    of: ['pg_transform.trftype', 'pg_transform.trflang'],
  },
  facts: {
    fromSql: { sql: routine('f.trffromsql'), of: ['pg_transform.trffromsql'] },
    toSql: { sql: routine('f.trftosql'), of: ['pg_transform.trftosql'] },
    comment: commentFact('pg_transform', 'f.oid'),
  },
  left: {},
};
