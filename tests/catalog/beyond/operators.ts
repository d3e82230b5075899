import { administered, update } from './change.ts';
import type { Area } from './change.ts';

function operator(other: string): string {
  return `drop operator s.<<< (int, int); create operator s.<<< (leftarg = int, rightarg = int, ${other})`;
}

function familyOperator(set: string): string {
  return update('pg_amop', set, `amopopr = 's.<<<(int,text)'::regoperator`);
}

export const OPERATORS: Area = {
  setup: `
    create function s.before(int, int) returns bool language internal immutable as 'int4lt';
    create function s.before(int, text) returns bool language sql immutable as 'select true';
    create function s.compare(int, int) returns int language internal immutable as 'btint4cmp';
    create operator s.<<< (leftarg = int, rightarg = int, function = s.before);
    create operator s.<<< (leftarg = int, rightarg = text, function = s.before);
    create operator s.<<<< (leftarg = int, rightarg = text, function = s.before);
    create operator s.~~~ (rightarg = int, function = pg_catalog.int4um);
    create operator family s.several using btree;
    create operator class s.ints for type int using btree family s.several as
      operator 1 pg_catalog.<, operator 3 pg_catalog.=, function 1 s.compare(int, int);
    create operator class s.boxes for type box using gist as storage point;
    alter operator family pg_catalog.integer_ops using btree add operator 1 s.<<< (int, text);
    create type s.celsius as (degrees int);
    create function s.celsius(int) returns s.celsius language sql immutable as 'select row($1)::s.celsius';
    create function s.kelvin(int) returns s.celsius language sql immutable as 'select row($1)::s.celsius';
    create cast (int as s.celsius) with function s.celsius(int);
    create collation s.sorting (provider = libc, locale = 'C');
    create conversion s.latin for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;`,
  objects: [
    {
      object: 'operator s.<<<(integer, integer)',
      changes: {
        function: operator('function = pg_catalog.int4gt'),
        commutator: [
          operator('function = s.before, commutator = operator(s.>>>)'),
          'operator s.>>>(integer, integer)',
        ],
        negator: [
          operator('function = s.before, negator = operator(s.>=>)'),
          'operator s.>=>(integer, integer)',
        ],
        restrict: operator('function = s.before, restrict = scalarltsel'),
        join: operator('function = s.before, join = scalarltjoinsel'),
        hashes: operator('function = s.before, hashes'),
        merges: operator('function = s.before, merges'),
        ...administered('operator s.<<< (int, int)'),
      },
    },
    {
      object: 'operator s.~~~(NONE, integer)',
      changes: {
        'function, result': `drop operator s.~~~ (none, int);
          create operator s.~~~ (rightarg = int, function = pg_catalog.int8)`,
      },
    },
    {
      object: 'operator class s.boxes using gist',
      changes: {
        type: update('pg_opclass', `opcintype = 'int8'::regtype`, `opcname = 'boxes'`),
        default: update('pg_opclass', 'opcdefault = true', `opcname = 'boxes'`),
        family: update('pg_opclass', `opcfamily = 1976`, `opcname = 'boxes'`),
        storage: update('pg_opclass', `opckeytype = 'int8'::regtype`, `opcname = 'boxes'`),
        ...administered('operator class s.boxes using gist'),
      },
    },
    {
      object: 'operator family s.several using btree',
      changes: administered('operator family s.several using btree'),
    },
    {
      object: 'operator family operator pg_catalog.integer_ops using btree.1(integer, text)',
      changes: {
        operator: familyOperator(`amopopr = 's.<<<<(int,text)'::regoperator`),
        purpose: familyOperator(`amoppurpose = 'o'`),
        sortFamily: familyOperator('amopsortfamily = 1976'),
        class: `insert into pg_depend select 'pg_amop'::regclass, m.oid, 0, 'pg_opclass'::regclass, o.oid, 0, 'a'
          from pg_amop m, pg_opclass o where m.amopopr = 's.<<<(int,text)'::regoperator and o.opcname = 'ints'`,
      },
    },
    {
      object: 'operator family function s.several using btree.1(integer, integer)',
      changes: {
        function: update('pg_amproc', `amproc = 'btint4cmp'`, `amproc = 's.compare(int,int)'::regprocedure`),
        class: `delete from pg_depend where classid = 'pg_amproc'::regclass and refclassid = 'pg_opclass'::regclass
          and objid = (select oid from pg_amproc where amproc = 's.compare(int,int)'::regprocedure)`,
      },
    },
    {
      object: 'cast integer as s.celsius',
      changes: {
        function: `drop cast (int as s.celsius); create cast (int as s.celsius) with function s.kelvin(int)`,
        context: `drop cast (int as s.celsius); create cast (int as s.celsius) with function s.celsius(int) as implicit`,
        'function, method': `drop cast (int as s.celsius); create cast (int as s.celsius) with inout`,
        comment: `comment on cast (int as s.celsius) is 'changed'`,
      },
    },
    {
      object: 'collation s.sorting',
      changes: {
        provider: update('pg_collation', `collprovider = 'i'`, `collname = 'sorting'`),
        collate: update('pg_collation', `collcollate = 'POSIX'`, `collname = 'sorting'`),
        ctype: update('pg_collation', `collctype = 'POSIX'`, `collname = 'sorting'`),
        deterministic: update('pg_collation', 'collisdeterministic = false', `collname = 'sorting'`),
        encoding: update('pg_collation', 'collencoding = -1', `collname = 'sorting'`),
        version: update('pg_collation', `collversion = '1'`, `collname = 'sorting'`),
        ...administered('collation s.sorting'),
      },
    },
    {
      object: 'collation s.sorting',
      since: 16,
      changes: { rules: update('pg_collation', `collicurules = '&a < b'`, `collname = 'sorting'`) },
    },
    {
      object: 'collation s.sorting',
      since: 17,
      changes: { locale: update('pg_collation', `colllocale = 'de'`, `collname = 'sorting'`) },
    },
    {
      object: 'conversion s.latin',
      changes: {
        source: update('pg_conversion', 'conforencoding = 9', `conname = 'latin'`),
        destination: update('pg_conversion', 'contoencoding = 9', `conname = 'latin'`),
        function: update('pg_conversion', `conproc = 'utf8_to_iso8859_1'`, `conname = 'latin'`),
        default: `drop conversion s.latin; create default conversion s.latin for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8`,
        ...administered('conversion s.latin'),
      },
    },
  ],
};
