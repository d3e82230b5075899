import { administered, update } from './change.ts';
import type { Area } from './change.ts';

const PARTS = {
  sfunc: 'int4pl',
  stype: 'int4',
  sspace: '10',
  finalfunc: 's.final',
  combinefunc: 'int4pl',
  initcond: `'0'`,
  msfunc: 'int4pl',
  minvfunc: 'int4mi',
  mstype: 'int4',
  msspace: '10',
  mfinalfunc: 's.final',
  minitcond: `'0'`,
};

/** The aggregate with other parts than it has. */
function aggregate(other: Readonly<Record<string, string>> = {}): string {
  const parts = Object.entries({ ...PARTS, ...other });
  return `create or replace aggregate s.total(int) (${parts.map((part) => part.join(' = ')).join(', ')})`;
}

function aggregateColumn(set: string): string {
  return update('pg_aggregate', set, `aggfnoid = 's.total(int)'::regprocedure`);
}

export const ROUTINES: Area = {
  setup: `
    create function s.f(a int, b text default 'x') returns int language plpgsql as 'begin return 1; end';
    create function s.numbered() returns bigint language internal as 'window_row_number';
    create function s.many() returns setof int language sql as 'select 1';
    create function s.two() returns int language sql as 'select 1';
    create function s.parsed() returns int language sql return 1;
    create function s.handler() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';
    create function s.internal(internal) returns internal language internal immutable as 'generate_series_int4_support';
    create transform for int language plpgsql (from sql with function s.internal(internal));
    create procedure s.p(inout a int) language sql as 'select 1';
    create function s.final(int) returns int language sql immutable as 'select $1';
    create function s.final(int, int) returns int language sql immutable as 'select $1';
    create function s.plus(int, int) returns int language internal immutable strict as 'int4pl';
    create function s.minus(int, int) returns int language internal immutable strict as 'int4mi';
    ${aggregate()};`,
  objects: [
    {
      object: 'function s.f(integer, text)',
      changes: {
        arguments: `drop function s.f; create function s.f(c int, b text default 'x') returns int language plpgsql as 'begin return 1; end'`,
        defaults: `create or replace function s.f(a int, b text default 'y') returns int language plpgsql as 'begin return 1; end'`,
        returns: `drop function s.f; create function s.f(a int, b text default 'x') returns bigint language plpgsql as 'begin return 1; end'`,
        body: `create or replace function s.f(a int, b text default 'x') returns int language plpgsql as 'begin return 2; end'`,
        transforms: `create or replace function s.f(a int, b text default 'x') returns int transform for type int language plpgsql as 'begin return 1; end'`,
        volatility: 'alter function s.f stable',
        strict: 'alter function s.f strict',
        leakproof: 'alter function s.f leakproof',
        parallel: 'alter function s.f parallel safe',
        securityDefiner: 'alter function s.f security definer',
        cost: 'alter function s.f cost 7',
        settings: `alter function s.f set work_mem = '1MB'`,
        dependsOn: 'alter function s.f depends on extension plpgsql',
        ...administered('function s.f', 'execute'),
      },
    },
    {
      object: 'function s.numbered()',
      changes: {
        kind: `drop function s.numbered(); create function s.numbered() returns bigint window language internal as 'window_row_number'`,
      },
    },
    {
      object: 'function s.many()',
      changes: {
        rows: 'alter function s.many() rows 7',
        support: 'alter function s.many() support s.internal',
      },
    },
    {
      object: 'function s.two()',
      changes: {
        language: `set local check_function_bodies = off;
          create or replace function s.two() returns int language plpgsql as 'select 1'`,
      },
    },
    {
      object: 'function s.parsed()',
      changes: { sqlBody: 'create or replace function s.parsed() returns int language sql return 2' },
    },
    {
      object: 'function s.handler()',
      changes: { library: update('pg_proc', `probin = 'elsewhere'`, `proname = 'handler'`) },
    },
    {
      object: 'function s.p(integer)',
      changes: {
        arguments: `drop procedure s.p; create procedure s.p(inout b int) language sql as 'select 1'`,
        body: `create or replace procedure s.p(inout a int) language sql as 'select 2'`,
      },
    },
    {
      object: 'aggregate s.total(integer)',
      changes: {
        kind: aggregateColumn(`aggkind = 'h'`),
        arguments: aggregate()
          .replace('total(int)', 'total(a int)')
          .replace('create or replace', 'drop aggregate s.total(int); create'),
        directArguments: aggregateColumn('aggnumdirectargs = 1'),
        returns: update('pg_proc', `prorettype = 'int8'::regtype`, `proname = 'total'`),
        transition: aggregate({ sfunc: 's.plus' }),
        state: aggregateColumn(`aggtranstype = 'int8'::regtype`),
        stateSize: aggregate({ sspace: '20' }),
        initial: aggregate({ initcond: `'1'` }),
        'final, finalExtra': aggregate({ finalfunc_extra: 'true' }),
        finalModify: aggregate({ finalfunc_modify: 'shareable' }),
        combine: aggregate({ combinefunc: 's.plus' }),
        serialize: aggregateColumn(`aggserialfn = 'numeric_avg_serialize'`),
        deserialize: aggregateColumn(`aggdeserialfn = 'numeric_avg_deserialize'`),
        movingTransition: aggregate({ msfunc: 's.plus' }),
        movingInverse: aggregate({ minvfunc: 's.minus' }),
        movingState: aggregateColumn(`aggmtranstype = 'int8'::regtype`),
        movingStateSize: aggregate({ msspace: '20' }),
        movingInitial: aggregate({ minitcond: `'1'` }),
        'movingFinal, movingFinalExtra': aggregate({ mfinalfunc_extra: 'true' }),
        movingFinalModify: aggregate({ mfinalfunc_modify: 'shareable' }),
        sortOperator: aggregate({ sortop: 'operator(pg_catalog.<)' }),
        parallel: aggregate({ parallel: 'safe' }),
        owner: 'alter aggregate s.total(int) owner to pg_monitor',
        grants: 'grant execute on function s.total(int) to pg_monitor',
        comment: `comment on aggregate s.total(int) is 'changed'`,
      },
    },
  ],
};
