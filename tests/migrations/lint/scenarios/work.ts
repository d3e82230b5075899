import { POSTS, USERS, users } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';

/** Locks that are held, and many rows at once. */
export const WORK: readonly Scenario[] = [
  {
    rule: 'lock-held-while-working',
    raw: [
      [`${USERS} add column more int`, 'select count(*) from app.posts'],
      [`${USERS} add column more int`, `update app.posts set n = 1 where id = 3`],
      ['create index posts_n on app.posts (n)', `${USERS} alter n type bigint`],
    ],
    builder: async (knex) => {
      await users(knex, (table) => table.integer('more'));
      await knex('app.users').where({ id: 1 }).update({ more: 1 });
    },
    near: [
      [`${USERS} add column more int`, `${POSTS} add column more int`],
      ['select count(*) from app.posts', `${USERS} add column more int`],
      [`${USERS} add column more int`, `insert into app.tags values (9, 'z')`],
    ],
  },
  {
    rule: 'backfill-locks-rows',
    raw: [
      ['update app.users set n = 7'],
      ['delete from app.posts'],
      ['update app.users set n = n + 1 where id > 0'],
    ],
    builder: (knex) => knex('app.users').update({ n: 7, note: "it's" }),
    near: [
      ['update app.users set n = 7 where id = 3'],
      ['create table app.mine (n int)', 'update app.mine set n = 1'],
    ],
  },
  {
    rule: 'truncate-cascades',
    setup: `${POSTS} add constraint fk foreign key (user_id) references app.users (id)`,
    raw: [['truncate app.users cascade']],
    builder: (knex) => knex.raw('truncate ?? cascade', ['app.users']),
    near: [['truncate app.posts'], ['create table app.mine (n int)', 'truncate app.mine cascade']],
  },
  {
    rule: 'drop-locks-referenced-tables',
    setup: `${POSTS} add constraint a foreign key (user_id) references app.users (id); delete from app.posts; ${POSTS} add constraint b foreign key (n) references app.tags (id)`,
    raw: [['drop table app.posts']],
    builder: (knex) => knex.schema.withSchema('app').dropTable('posts'),
    near: [['alter table app.posts drop constraint a', 'alter table app.posts add column more int']],
    same: true,
  },
  {
    rule: 'lock-taken-by-hand',
    raw: [['lock table app.users'], ['lock table app.users in share mode']],
    builder: (knex) => knex.raw('lock table ??', ['app.users']),
    near: [['lock table app.users in row share mode'], ['select * from app.users where id = 1 for update']],
  },
  {
    rule: 'lock-timeout-off',
    raw: [['set lock_timeout = 0'], [`set local lock_timeout to '0'`]],
    builder: (knex) => knex.raw(`select set_config('lock_timeout', ?, true)`, ['0']),
    near: [[`set local lock_timeout = '3s'`]],
  },
  {
    rule: 'enum-value-used-at-once',
    setup: `create type app.mood as enum ('good'); alter table app.tags add column mood app.mood`,
    raw: [[`alter type app.mood add value 'bad'`, `update app.tags set mood = 'bad' where id = 1`]],
    builder: async (knex) => {
      await knex.raw(`alter type app.mood add value 'bad'`);
      await knex('app.tags').where({ id: 1 }).update({ mood: 'bad' });
    },
    near: [[`alter type app.mood add value 'bad'`]],
    fails: true,
  },
];
