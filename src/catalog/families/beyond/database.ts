import type { Family } from '../../family.ts';
import { ownerFact } from '../administration.ts';
import { grants } from '../grants.ts';
import { inWords } from '../printed.ts';

/** The database itself, whatever its name: the two that are compared seldom share one. */
export const database: Family = {
  kind: 'database',
  beyond: true,
  from: 'pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace',
  where: 'd.datname = current_database()',
  in: { namespace: null },
  identity: { schema: null, parent: null, name: `'current'`, of: ['pg_database.datname'] },
  facts: {
    encoding: { sql: 'pg_encoding_to_char(d.encoding)::text', of: ['pg_database.encoding'] },
    localeProvider: {
      sql: inWords('d.datlocprovider', { b: 'builtin', c: 'libc', i: 'icu' }),
      of: ['pg_database.datlocprovider'],
    },
    collate: { sql: 'd.datcollate', of: ['pg_database.datcollate'] },
    ctype: { sql: 'd.datctype', of: ['pg_database.datctype'] },
    locale: {
      sql: 'd.datlocale',
      since: 17,
      before: 'd.daticulocale',
      of: ['pg_database.datlocale', 'pg_database.daticulocale'],
    },
    icuRules: { sql: 'd.daticurules', since: 16, of: ['pg_database.daticurules'] },
    collationVersion: { sql: 'd.datcollversion', of: ['pg_database.datcollversion'] },
    connectionLimit: { sql: 'd.datconnlimit', of: ['pg_database.datconnlimit'] },
    allowConnections: { sql: 'd.datallowconn', of: ['pg_database.datallowconn'] },
    template: { sql: 'd.datistemplate', of: ['pg_database.datistemplate'] },
    tablespace: { sql: 't.spcname::text', of: ['pg_database.dattablespace'] },
    owner: ownerFact('d', 'pg_database.datdba'),
    grants: grants({ type: `'d'`, acl: 'd.datacl', owner: 'd.datdba', of: ['pg_database.datacl'] }),
    comment: {
      sql: `(SELECT x.description FROM pg_shdescription x
    WHERE x.classoid = 'pg_database'::regclass AND x.objoid = d.oid)`,
      of: ['classoid', 'objoid', 'description'].map((column) => `pg_shdescription.${column}`),
    },
  },
  left: {
    'pg_database.datfrozenxid': 'how far vacuum is',
    'pg_database.datminmxid': 'how far vacuum is',
    'pg_database.dathasloginevt':
      'whether there may be event triggers on login, which are objects of their own',
  },
};
