import { administered, update } from './change.ts';
import type { Area } from './change.ts';

function language(other: string): string {
  return `create or replace language s_language handler s.call ${other}`;
}

export const LANGUAGES: Area = {
  setup: `
    create function s.call() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';
    create function s.call_too() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';
    create function s.inline(internal) returns void language c as '$libdir/plpgsql', 'plpgsql_inline_handler';
    create function s.validate(oid) returns void language c as '$libdir/plpgsql', 'plpgsql_validator';
    create language s_language handler s.call;
    create function s.send_bigint(internal) returns internal language internal immutable as 'generate_series_int4_support';
    create function s.send_bigint_too(internal) returns internal language internal immutable as 'generate_series_int4_support';
    create function s.receive_bigint(internal) returns bigint language internal immutable as 'int8recv';
    create transform for bigint language s_language (from sql with function s.send_bigint(internal));
    create access method s_pile type table handler heap_tableam_handler;
    create text search parser s.words
      (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
    create text search template s.plain (lexize = dsimple_lexize);
    create text search dictionary s.short (template = pg_catalog.simple, stopwords = english);
    create text search configuration s.simple (parser = pg_catalog.default);
    alter text search configuration s.simple add mapping for asciiword, email with s.short, pg_catalog.simple;
    create table s.measured (a int, b int, c text);
    create table s.measured_too (a int, b int, c text);
    create statistics s.together (dependencies, mcv) on a, b from s.measured;
    create statistics s.lower on lower(c) from s.measured;`,
  objects: [
    {
      object: 'language s_language',
      changes: {
        trusted: language('').replace('language', 'trusted language'),
        handler: language('').replace('s.call', 's.call_too'),
        inline: language('inline s.inline'),
        validator: language('validator s.validate'),
        ...administered('language s_language'),
        grants: update('pg_language', `lanacl = '{=U/pg_monitor}'`, `lanname = 's_language'`),
      },
    },
    {
      object: 'transform bigint language s_language',
      changes: {
        fromSql: `create or replace transform for bigint language s_language (from sql with function s.send_bigint_too(internal))`,
        toSql: `create or replace transform for bigint language s_language
          (from sql with function s.send_bigint(internal), to sql with function s.receive_bigint(internal))`,
        comment: `comment on transform for bigint language s_language is 'changed'`,
      },
    },
    {
      object: 'access method s_pile',
      changes: {
        'type, handler':
          'drop access method s_pile; create access method s_pile type index handler bthandler',
        handler: update('pg_am', `amhandler = 'bthandler'`, `amname = 's_pile'`),
        comment: `comment on access method s_pile is 'changed'`,
      },
    },
    {
      object: 'text search parser s.words',
      changes: {
        start: update('pg_ts_parser', `prsstart = 'int4in'`, `prsname = 'words'`),
        token: update('pg_ts_parser', `prstoken = 'int4in'`, `prsname = 'words'`),
        end: update('pg_ts_parser', `prsend = 'int4in'`, `prsname = 'words'`),
        tokenTypes: update('pg_ts_parser', `prslextype = 'int4in'`, `prsname = 'words'`),
        headline: `drop text search parser s.words; create text search parser s.words
          (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline)`,
        comment: `comment on text search parser s.words is 'changed'`,
      },
    },
    {
      object: 'text search template s.plain',
      changes: {
        init: `drop text search template s.plain; create text search template s.plain (lexize = dsimple_lexize, init = dsimple_init)`,
        lexize: `drop text search template s.plain; create text search template s.plain (lexize = dispell_lexize)`,
        comment: `comment on text search template s.plain is 'changed'`,
      },
    },
    {
      object: 'text search dictionary s.short',
      changes: {
        template: update(
          'pg_ts_dict',
          `dicttemplate = (select oid from pg_ts_template where tmplname = 'plain')`,
          `dictname = 'short'`,
        ),
        options: 'alter text search dictionary s.short (stopwords)',
        ...administered('text search dictionary s.short'),
      },
    },
    {
      object: 'text search configuration s.simple',
      changes: {
        parser: update(
          'pg_ts_config',
          `cfgparser = (select oid from pg_ts_parser where prsname = 'words')`,
          `cfgname = 'simple'`,
        ),
        mappings:
          'alter text search configuration s.simple alter mapping for email with pg_catalog.simple, s.short',
        ...administered('text search configuration s.simple'),
      },
    },
    {
      object: 'statistics s.together',
      changes: {
        table: update('pg_statistic_ext', `stxrelid = 's.measured_too'::regclass`, `stxname = 'together'`),
        kinds:
          'drop statistics s.together; create statistics s.together (dependencies, ndistinct) on a, b from s.measured',
        columns:
          'drop statistics s.together; create statistics s.together (dependencies, mcv) on a, c from s.measured',
        target: 'alter statistics s.together set statistics 7',
        ...administered('statistics s.together'),
      },
    },
    {
      object: 'statistics s.lower',
      changes: {
        expressions: 'drop statistics s.lower; create statistics s.lower on upper(c) from s.measured',
      },
    },
  ],
};
