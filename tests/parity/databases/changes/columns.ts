import type { Change } from '../change.ts';

/** Changes of columns. */
export const COLUMNS: readonly Change[] = [
  {
    name: 'a column more',
    change: 'alter table app.teams add column color text',
    finds: ['column app.teams.color'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a column less',
    change: 'alter table app.teams drop column name',
    finds: ['column app.teams.name'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a type',
    change: 'alter table app.teams alter column code type varchar(50)',
    finds: ['column app.teams.code'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'the length of a type',
    change: 'alter table app.teams alter column name type varchar(21)',
    finds: ['column app.teams.name'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'not null',
    change: 'alter table app.users alter column bio set not null',
    finds: ['column app.users.bio'],
    findsSince18: ['not null constraint app.users.users_bio_not_null'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a default',
    change: `alter table app.users alter column email set default 'somebody'`,
    finds: ['column app.users.email'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'no default',
    change: 'alter table app.users alter column email drop default',
    finds: ['column app.users.email'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'which kind of identity',
    change: 'alter table app.users alter column id set generated always',
    finds: ['column app.users.id'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "an identity's increment",
    change: 'alter table app.users alter column id set increment by 10',
    finds: ['sequence app.users_id_seq'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a generated column's expression",
    change:
      'alter table app.users drop column doubled; alter table app.users add column doubled integer generated always as (age * 3) stored',
    finds: ['column app.users.doubled'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'stored or virtual',
    since: 18,
    change:
      'alter table app.users drop column doubled; alter table app.users add column doubled integer generated always as (age * 2) virtual',
    finds: ['column app.users.doubled'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'a generated column that became a plain one',
    change: 'alter table app.users alter column doubled drop expression',
    finds: ['column app.users.doubled'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a collation',
    change: 'alter table app.users alter column bio type text collate app.plain',
    finds: ['column app.users.bio'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'storage',
    change: 'alter table app.users alter column bio set storage external',
    finds: ['column app.users.bio'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'compression',
    change: 'alter table app.users alter column bio set compression pglz',
    finds: ['column app.users.bio'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'the statistics target',
    change: 'alter table app.users alter column bio set statistics 500',
    finds: ['column app.users.bio'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: "a column's options",
    change: 'alter table app.users alter column bio set (n_distinct = 5)',
    finds: ['column app.users.bio'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: "a column's comment",
    change: `comment on column app.users.bio is 'life'`,
    finds: ['column app.users.bio'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a column's name",
    change: 'alter table app.teams rename column name to title',
    finds: ['column app.teams.name', 'column app.teams.title'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'the order of columns',
    change: 'drop table app.ordered; create table app.ordered (b integer, a integer)',
    finds: ['column app.ordered.a'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'whose sequence it is',
    change: 'alter sequence app.counted_id_seq owned by none',
    finds: ['column app.counted.id', 'sequence app.counted_id_seq'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "the type of a serial's sequence",
    change: 'alter sequence app.counted_id_seq as smallint',
    finds: ['sequence app.counted_id_seq'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'the name of not null',
    since: 18,
    change: 'alter table app.users rename constraint users_email_not_null to email_is_there',
    finds: [
      'not null constraint app.users.email_is_there',
      'not null constraint app.users.users_email_not_null',
    ],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'not null that is not valid',
    since: 18,
    change:
      'alter table app.users alter column email drop not null; alter table app.users add constraint users_email_not_null not null email not valid',
    finds: ['column app.users.email', 'not null constraint app.users.users_email_not_null'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'not null without heirs',
    since: 18,
    change:
      'alter table app.users alter column email drop not null; alter table app.users add constraint users_email_not_null not null email no inherit',
    finds: ['not null constraint app.users.users_email_not_null'],
    seenBy: { pgDelta: false, pgDump: true },
  },
];
