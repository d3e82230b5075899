import type { Change } from '../change.ts';

/** Changes of types, operators, text search and statistics. */
export const TYPES: readonly Change[] = [
  {
    name: "an enum's value",
    change: `alter type app.mood add value 'great'`,
    finds: ['enum app.mood'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "the order of an enum's values",
    change: `drop type app.mood; create type app.mood as enum ('ok', 'sad', 'happy')`,
    finds: ['enum app.mood'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'an attribute of a composite type',
    change: 'alter type app.point3 alter attribute y type bigint',
    finds: ['attribute app.point3.y'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'an attribute more',
    change: 'alter type app.point3 add attribute z integer',
    finds: ['attribute app.point3.z', 'composite type app.point3'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'what a range is made of',
    change: 'drop type app.span; create type app.span as range (subtype = bigint)',
    finds: ['range type app.span'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "how a range's distance is measured",
    change:
      'drop type app.span; create type app.span as range (subtype = integer, subtype_diff = int4range_subdiff)',
    finds: ['range type app.span'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a domain's default",
    change: `alter domain app.email set default 'a@b'`,
    finds: ['domain app.email'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a domain that is not null',
    change: 'alter domain app.email set not null',
    finds: ['domain app.email'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a domain's check",
    change: `alter domain app.email drop constraint email_check; alter domain app.email add constraint email_check check (value like '%@%.%')`,
    finds: ['domain constraint app.email.email_check'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a domain's check that is not valid",
    change: `alter domain app.email drop constraint email_check; alter domain app.email add constraint email_check check (value like '%@%') not valid`,
    finds: ['domain constraint app.email.email_check'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a domain's collation",
    change: `drop domain app.email; create domain app.email as text collate app.plain constraint email_check check (value like '%@%')`,
    finds: ['domain app.email'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a collation's locale",
    change: `drop collation app.plain; create collation app.plain (provider = libc, locale = 'POSIX')`,
    finds: ['collation app.plain'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a conversion more',
    change: `create conversion app.back for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1`,
    finds: ['conversion app.back'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'a default conversion',
    change: `drop conversion app.latin; create default conversion app.latin for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8`,
    finds: ['conversion app.latin'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'a cast more',
    change: 'create cast (integer as app.point3) with inout',
    finds: ['cast integer as app.point3'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'when a cast is made',
    change:
      'drop cast (app.point3 as text); create cast (app.point3 as text) with function app.as_text(app.point3) as assignment',
    finds: ['cast app.point3 as text'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'what an operator is estimated by',
    change: 'alter operator app.=== (integer, integer) set (restrict = eqsel)',
    finds: ['operator app.===(integer, integer)'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'an operator more',
    change: 'create operator app.<<>> (leftarg = integer, rightarg = integer, function = app.same)',
    finds: ['operator app.<<>>(integer, integer)'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'an operator class more',
    change:
      'create operator class app.hashed for type integer using hash as operator 1 =, function 1 hashint4(integer)',
    finds: ['operator class app.hashed using hash', 'operator family app.hashed using hash'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'what an operator family holds',
    change: 'alter operator family app.numbers using btree add operator 1 < (integer, bigint)',
    finds: ['operator family operator app.numbers using btree.1(integer, bigint)'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'what words are looked up in',
    change: 'alter text search configuration app.search alter mapping for word with app.words',
    finds: ['text search configuration app.search'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: "a dictionary's options",
    change: `alter text search dictionary app.words (stopwords = 'german')`,
    finds: ['text search dictionary app.words'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'a text search template',
    change: 'create text search template app.plain_words (lexize = dsimple_lexize, init = dsimple_init)',
    finds: ['text search template app.plain_words'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'a text search parser',
    change:
      'create text search parser app.cut (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype)',
    finds: ['text search parser app.cut'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'a transform less',
    change: 'drop transform for integer language sql',
    finds: ['transform integer language sql'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'a language more',
    change: 'create language other_language handler plpgsql_call_handler',
    finds: ['language other_language'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'a language that is not trusted',
    change:
      'drop language app_language; create language app_language handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator',
    finds: ['language app_language'],
    seenBy: { pgDelta: false, pgDump: false },
  },
  {
    name: 'an access method more',
    change: 'create access method heap3 type table handler heap_tableam_handler',
    finds: ['access method heap3'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'what statistics are kept',
    change:
      'drop statistics app.users_stats; create statistics app.users_stats (ndistinct) on age, team_id from app.users',
    finds: ['statistics app.users_stats'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'of which columns statistics are',
    change:
      'drop statistics app.users_stats; create statistics app.users_stats (dependencies) on age, boss_id from app.users',
    finds: ['statistics app.users_stats'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'how finely statistics are kept',
    change: 'alter statistics app.users_stats set statistics 500',
    finds: ['statistics app.users_stats'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: "the order of a composite type's attributes",
    setup: 'create type app.pair as (a integer, b integer)',
    change: 'drop type app.pair; create type app.pair as (b integer, a integer)',
    finds: ['composite type app.pair'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: "a type's comment",
    change: `comment on type app.mood is 'how one feels'`,
    finds: ['enum app.mood'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'the name of a multirange',
    change:
      'drop type app.span; create type app.span as range (subtype = integer, multirange_type_name = app.spans)',
    finds: ['multirange type app.spans', 'multirange type app.span_multirange', 'range type app.span'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a type that is only a name',
    change: 'create type app.later',
    finds: ['shell type app.later'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'the storage of a type',
    setup: `create type app.word; create function app.word_in(cstring) returns app.word language internal immutable strict as 'textin'; create function app.word_out(app.word) returns cstring language internal immutable strict as 'textout'; create type app.word (input = app.word_in, output = app.word_out, like = text)`,
    change: 'alter type app.word set (storage = external)',
    finds: ['base type app.word'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'how a type is analyzed',
    setup: `create type app.word; create function app.word_in(cstring) returns app.word language internal immutable strict as 'textin'; create function app.word_out(app.word) returns cstring language internal immutable strict as 'textout'; create type app.word (input = app.word_in, output = app.word_out, like = text)`,
    change: 'alter type app.word set (analyze = array_typanalyze)',
    finds: ['base type app.word'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'a function of an operator family',
    change:
      'alter operator family app.numbers using btree add function 2 (integer, integer) btint4sortsupport(internal)',
    finds: ['operator family function app.numbers using btree.2(integer, integer)'],
    seenBy: { pgDelta: false, pgDump: true },
  },
];
