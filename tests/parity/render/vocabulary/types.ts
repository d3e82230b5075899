import type { Word } from './word.ts';

/** Types of all kinds, collations and conversions. */
export const TYPES: readonly Word[] = [
  {
    name: 'whose types are',
    change: `
alter domain app.email owner to pg_monitor;
alter type app.point3 owner to pg_monitor;
alter type app.span owner to pg_monitor;`,
  },
  {
    // Once, it could be another's than the range is; now it goes with that.
    name: 'whose a multirange is',
    change: `
do $$ begin
  alter type app.span_multirange owner to pg_monitor;
exception when feature_not_supported or wrong_object_type then
  alter type app.span owner to pg_monitor;
end $$`,
  },
  {
    name: 'who may use types',
    change: `
grant usage on type app.email, app.point3, app.span to pg_monitor with grant option;
revoke usage on type app.email, app.point3, app.span from public;`,
  },
  {
    name: 'who may use a type that is not made yet',
    since: 18,
    setup: 'create type app.unmade',
    change: 'grant usage on type app.unmade to pg_monitor',
  },
  {
    name: 'who may use the rows of a table',
    setup: 'revoke usage on type app.users from public',
    change: `grant usage on type app.users to pg_monitor; comment on type app.users is 'a row'`,
  },
  {
    name: 'what is noted about types',
    setup: 'create type app.unmade',
    change: `
comment on domain app.email is 'a'; comment on constraint email_check on domain app.email is 'b';
comment on type app.point3 is 'c'; comment on column app.point3.x is 'd'; comment on type app.span is 'e';
comment on type app.span_multirange is 'f'; comment on collation app.plain is 'g'; comment on conversion app.latin is 'h';
comment on type app.unmade is 'i';`,
  },
  {
    name: 'who may use types that are made in future',
    change: `
alter default privileges in schema app grant usage on types to pg_monitor;
create type app.later as range (subtype = date);
create type app.unmade;`,
  },
  {
    name: 'of what a domain is made',
    change: `drop domain app.email; create domain app.email as varchar(30) constraint email_check check (value like '%@%')`,
  },
  {
    name: 'an attribute that was not there',
    setup: 'create type app.growing as (a text)',
    change: 'alter type app.growing add attribute b integer',
  },
  {
    name: 'the collation of an attribute',
    setup: 'create type app.told as (a text, b integer)',
    change: 'alter type app.told alter attribute a type text collate app.plain',
  },
  {
    name: 'a range of text that is made canonical',
    setup: 'create type app.words as range (subtype = text)',
    change: `
drop type app.words;
create type app.words;
create function app.canonical(app.words) returns app.words language internal immutable strict as 'int4range_canonical';
create type app.words as range (subtype = text, collation = app.plain, canonical = app.canonical);`,
  },
  {
    name: 'all of a base type that can be set',
    setup: wordType(),
    change: `
create function app.typmod_in(cstring[]) returns integer language internal immutable strict as 'varchartypmodin';
create function app.typmod_out(integer) returns cstring language internal immutable strict as 'varchartypmodout';
create function app.receive(internal) returns app.word language internal strict as 'textrecv';
create function app.send(app.word) returns bytea language internal strict as 'textsend';
create function app.subscript(internal) returns internal language internal immutable strict as 'raw_array_subscript_handler';
alter type app.word set (typmod_in = app.typmod_in, typmod_out = app.typmod_out, receive = app.receive, send = app.send);
alter type app.word owner to pg_monitor;
revoke usage on type app.word from public;
comment on type app.word is 'a word';`,
  },
  {
    name: 'all of a base type that cannot',
    setup: wordType(),
    change: `
drop type app.word cascade;
create type app.word;
create function app.number_in(cstring) returns app.word language internal immutable strict as 'int4in';
create function app.number_out(app.word) returns cstring language internal immutable strict as 'int4out';
create type app.word (input = app.number_in, output = app.number_out, internallength = 8, passedbyvalue, alignment = double,
  storage = plain, category = 'N', preferred = true, delimiter = ';', default = '5', collatable = true);`,
  },
  {
    name: 'of what elements a base type is',
    setup: wordType('internallength = 16, alignment = int4, storage = plain'),
    change: `
drop type app.word cascade;
${wordType('internallength = 16, alignment = int4, storage = plain, element = integer, subscript = raw_array_subscript_handler')}`,
  },
  {
    name: 'all of a collation',
    change: `
drop collation app.plain;
create collation app.plain (provider = icu, locale = 'de-u-kn', deterministic = false);
alter collation app.plain owner to pg_monitor;`,
  },
  {
    name: 'the rules of a collation',
    since: 16,
    setup: `create collation app.ruled (provider = icu, locale = 'und')`,
    change: `drop collation app.ruled; create collation app.ruled (provider = icu, locale = 'und', rules = '&a < b')`,
  },
  {
    name: 'all of a conversion',
    change: `
drop conversion app.latin;
create conversion app.latin for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1;
alter conversion app.latin owner to pg_monitor;`,
  },
];

/** A type of its own functions, which are those of text. */
function wordType(as = 'like = text'): string {
  return `
create type app.word;
create function app.word_in(cstring) returns app.word language internal immutable strict as 'textin';
create function app.word_out(app.word) returns cstring language internal immutable strict as 'textout';
create type app.word (input = app.word_in, output = app.word_out, ${as});`;
}
