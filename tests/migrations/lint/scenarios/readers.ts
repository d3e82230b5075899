import { POSTS, USERS, users } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';

/** What the release that still runs would miss. */
export const READERS: readonly Scenario[] = [
  {
    rule: 'drop-column-breaks-readers',
    raw: [[`${USERS} drop column note`], [`do $$ begin execute '${USERS} drop note'; end $$`]],
    builder: (knex) => users(knex, (table) => table.dropColumn('note')),
    near: [[`${USERS} add column more int`, `${USERS} alter more set default 5`]],
  },
  {
    rule: 'drop-table-breaks-readers',
    setup: 'create view app.names as select name from app.users',
    raw: [['drop table app.posts'], ['drop view app.names'], ['drop table app.users cascade']],
    builder: (knex) => knex.schema.withSchema('app').dropTable('posts'),
    near: [
      ['create table app.mine (id int)', 'drop table app.mine'],
      ['drop view app.names', 'create view app.names as select name, n from app.users'],
    ],
  },
  {
    rule: 'drop-schema-breaks-readers',
    setup: 'create schema shop',
    raw: [['drop schema shop']],
    builder: (knex) => knex.schema.dropSchema('shop'),
    near: [['create schema mine', 'drop schema mine']],
  },
  {
    rule: 'drop-database',
    raw: [['drop database if exists no_such_database_here']],
    builder: (knex) => knex.raw('drop database if exists ??', ['no_such_database_here']),
    near: [['select 1 as drop_database']],
    transaction: false,
  },
  {
    rule: 'rename-column-breaks-readers',
    raw: [[`${USERS} rename column note to remark`]],
    builder: (knex) => users(knex, (table) => table.renameColumn('note', 'remark')),
    near: [[`${USERS} add column remark text`]],
  },
  {
    rule: 'rename-table-breaks-readers',
    setup: 'create schema shop',
    raw: [[`${POSTS} rename to articles`], [`${POSTS} set schema shop`]],
    builder: (knex) => knex.schema.withSchema('app').renameTable('posts', 'articles'),
    near: [[`${POSTS} rename to articles`, 'create view app.posts as select * from app.articles']],
  },
  {
    rule: 'rename-schema-breaks-readers',
    setup: 'create schema shop',
    raw: [['alter schema shop rename to store', 'alter schema store rename to shop']],
    builder: async (knex) => {
      await knex.raw('alter schema ?? rename to ??', ['shop', 'store']);
      await knex.raw('alter schema ?? rename to ??', ['store', 'shop']);
    },
    near: [['create schema mine', 'drop schema mine']],
  },
  {
    rule: 'rename-enum-value-breaks-readers',
    setup: `create type app.mood as enum ('good', 'bad')`,
    raw: [[`alter type app.mood rename value 'bad' to 'poor'`]],
    builder: (knex) => knex.raw(`alter type ?? rename value 'bad' to 'poor'`, ['app.mood']),
    near: [[`alter type app.mood add value 'poor' after 'bad'`]],
  },
  {
    rule: 'enum-made-again',
    setup: `create type app.mood as enum ('good', 'bad'); alter table app.tags add column mood app.mood`,
    raw: [
      [
        `create type app.mood_new as enum ('good')`,
        'alter table app.tags alter mood type app.mood_new using mood::text::app.mood_new',
        'drop type app.mood',
      ],
    ],
    builder: (knex) => knex.raw('drop type ?? cascade', ['app.mood']),
    near: [
      [`alter type app.mood add value 'poor'`],
      [`create type app.mine as enum ('a')`, 'drop type app.mine'],
    ],
  },
  {
    rule: 'not-null-dropped',
    raw: [[`${USERS} alter state drop not null`]],
    builder: (knex) => users(knex, (table) => table.text('state').alter()),
    near: [[`${USERS} alter state set default 'old'`]],
  },
  {
    rule: 'default-dropped-breaks-writers',
    raw: [[`${USERS} alter state drop default`]],
    builder: (knex) => users(knex, (table) => table.text('state').notNullable().alter()),
    near: [[`${USERS} alter state drop not null`, `${USERS} alter state drop default`]],
  },
  {
    rule: 'required-column-breaks-writers',
    setup: 'truncate app.users',
    raw: [[`${USERS} add column must int not null`]],
    builder: (knex) => users(knex, (table) => table.integer('must').notNullable()),
    near: [[`${USERS} add column must int not null default 3`], [`${USERS} add column may int`]],
  },
  {
    rule: 'owner-changes-rights',
    raw: [[`${USERS} owner to pg_monitor`]],
    builder: (knex) => knex.raw('alter table ?? owner to pg_monitor', ['app.users']),
    near: [[`grant select on app.users to pg_monitor`]],
  },
  {
    rule: 'row-security-hides-rows',
    raw: [[`${USERS} enable row level security`]],
    builder: (knex) => knex.raw('alter table ?? enable row level security', ['app.users']),
    near: [['create policy one on app.users using (true)']],
  },
];
