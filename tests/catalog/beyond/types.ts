import { administered, update } from './change.ts';
import type { Area } from './change.ts';

function baseType(set: string): string {
  return update('pg_type', set, `oid = 's.base'::regtype`);
}

const RANGE = (parts: string): string =>
  `drop type s.span; create type s.span as range (subtype = text, ${parts} multirange_type_name = s.spans)`;

export const TYPES: Area = {
  setup: `
    create domain s.d as varchar(5) default 'x' check (value <> '');
    create domain s.e as int not null;
    alter domain s.e add constraint later check (value > 0) not valid;
    create type s.pair as (a int, b text);
    create type s.span as range (subtype = text, multirange_type_name = s.spans);
    create type s.steps as range (subtype = int, multirange_type_name = s.multisteps);
    create function s.apart(int, int) returns float8 language sql immutable as 'select 1.0';
    create type s.spare;
    create type s.discrete;
    create function s.canonical(s.discrete) returns s.discrete language internal immutable as 'int4range_canonical';
    create type s.discrete as range (subtype = int, multirange_type_name = s.discretes);
    create type s.base;
    create function s.base_in(cstring) returns s.base language internal immutable strict as 'int4in';
    create function s.base_out(s.base) returns cstring language internal immutable strict as 'int4out';
    create function s.base_recv(internal) returns s.base language internal immutable strict as 'int4recv';
    create function s.base_send(s.base) returns bytea language internal immutable strict as 'int4send';
    create type s.base (input = s.base_in, output = s.base_out, internallength = 4, passedbyvalue, alignment = int4);
    create table s.row (id int);
    comment on type s.row is 'a row of it';
    comment on type s._base is 'several of them';`,
  objects: [
    {
      object: 'domain s.d',
      changes: {
        type: update('pg_type', 'typtypmod = 10', `oid = 's.d'::regtype`),
        nullable: update('pg_type', 'typnotnull = true', `oid = 's.d'::regtype`),
        default: `alter domain s.d set default 'y'`,
        collation: update('pg_type', `typcollation = 'pg_catalog."C"'::regcollation`, `oid = 's.d'::regtype`),
        ...administered('domain s.d', 'usage'),
      },
    },
    {
      object: 'domain s.e',
      since: 17,
      changes: { notNullName: 'alter domain s.e rename constraint e_not_null to filled' },
    },
    {
      object: 'domain constraint s.e.later',
      changes: {
        expression:
          'alter domain s.e drop constraint later; alter domain s.e add constraint later check (value > 1) not valid',
        validated: 'alter domain s.e validate constraint later',
        comment: `comment on constraint later on domain s.e is 'changed'`,
      },
    },
    {
      object: 'composite type s.pair',
      changes: {
        attributes: 'drop type s.pair; create type s.pair as (b text, a int)',
        ...administered('type s.pair', 'usage'),
      },
    },
    {
      object: 'attribute s.pair.b',
      changes: {
        type: 'alter type s.pair alter attribute b type varchar(3)',
        collation: 'alter type s.pair alter attribute b type text collate pg_catalog."C"',
        comment: `comment on column s.pair.b is 'changed'`,
      },
    },
    {
      object: 'range type s.span',
      changes: {
        'subtype, opclass':
          'drop type s.span; create type s.span as range (subtype = int, multirange_type_name = s.spans)',
        opclass: RANGE('subtype_opclass = pg_catalog.text_pattern_ops,'),
        collation: RANGE('collation = pg_catalog."C",'),
        ...administered('type s.span', 'usage'),
        owner: update('pg_type', `typowner = 'pg_monitor'::regrole`, `oid = 's.span'::regtype`),
      },
    },
    {
      object: 'range type s.steps',
      changes: {
        difference:
          'drop type s.steps; create type s.steps as range (subtype = int, subtype_diff = s.apart, multirange_type_name = s.multisteps)',
        multirange: [
          'alter type s.multisteps rename to others',
          'multirange type s.multisteps',
          'multirange type s.others',
        ],
      },
    },
    {
      object: 'range type s.discrete',
      changes: {
        canonical: update('pg_range', `rngcanonical = 's.canonical'`, `rngtypid = 's.discrete'::regtype`),
      },
    },
    {
      object: 'multirange type s.spans',
      changes: {
        owner: update('pg_type', `typowner = 'pg_monitor'::regrole`, `oid = 's.spans'::regtype`),
        grants: update('pg_type', `typacl = '{=U/pg_monitor}'`, `oid = 's.spans'::regtype`),
        comment: `comment on type s.spans is 'changed'`,
      },
    },
    {
      object: 'base type s.base',
      changes: {
        input: baseType(`typinput = 'int4in'`),
        output: baseType(`typoutput = 'int4out'`),
        receive: 'alter type s.base set (receive = s.base_recv)',
        send: 'alter type s.base set (send = s.base_send)',
        modifierInput: 'alter type s.base set (typmod_in = pg_catalog.varchartypmodin)',
        modifierOutput: 'alter type s.base set (typmod_out = pg_catalog.varchartypmodout)',
        analyze: 'alter type s.base set (analyze = pg_catalog.ts_typanalyze)',
        subscript: 'alter type s.base set (subscript = pg_catalog.raw_array_subscript_handler)',
        length: baseType('typlen = 8'),
        byValue: baseType('typbyval = false'),
        alignment: baseType(`typalign = 'd'`),
        storage: baseType(`typstorage = 'x'`),
        category: baseType(`typcategory = 'N'`),
        preferred: baseType('typispreferred = true'),
        delimiter: baseType(`typdelim = ';'`),
        element: baseType(`typelem = 'int4'::regtype`),
        collation: baseType(`typcollation = 'pg_catalog."C"'::regcollation`),
        default: baseType(`typdefault = '0'`),
        ...administered('type s.base', 'usage'),
      },
    },
    {
      object: 'shell type s.spare',
      changes: {
        owner: update('pg_type', `typowner = 'pg_monitor'::regrole`, `typname = 'spare'`),
        grants: update('pg_type', `typacl = '{=U/pg_monitor}'`, `typname = 'spare'`),
        comment: `comment on type s.spare is 'changed'`,
      },
    },
    {
      object: 'implied type s.row',
      changes: {
        grants: 'grant usage on type s.row to pg_monitor',
        comment: `comment on type s.row is 'changed'`,
      },
    },
    { object: 'implied type s._base', changes: { comment: `comment on type s._base is 'changed'` } },
  ],
};
