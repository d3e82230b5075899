import { USERS, users } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';

/** New columns of types that hurt later. */
export const COLUMNS: readonly Scenario[] = [
  {
    rule: 'json-column',
    raw: [[`${USERS} add column data json`]],
    builder: (knex) => users(knex, (table) => table.json('data')),
    near: [[`${USERS} add column data jsonb`], ['create table app.mine (data json)']],
  },
  {
    rule: 'text-with-length',
    raw: [[`${USERS} add column code char(3)`], [`${USERS} add column codes varchar(3)[]`]],
    builder: (knex) => users(knex, (table) => table.string('code')),
    near: [[`${USERS} add column code text`], [`${USERS} add column code varchar`]],
  },
  {
    rule: 'timestamp-without-zone',
    raw: [[`${USERS} add column seen timestamp(3)`]],
    builder: (knex) => users(knex, (table) => table.timestamp('seen', { useTz: false })),
    near: [[`${USERS} add column seen timestamptz`], [`${USERS} add column day date`]],
  },
  {
    rule: 'small-key',
    raw: [
      [`${USERS} add column no serial`],
      [
        'alter table app.tags drop constraint tags_pkey',
        'alter table app.tags add column no int generated always as identity primary key',
      ],
    ],
    builder: (knex) => users(knex, (table) => table.increments('no', { primaryKey: false })),
    near: [[`${USERS} add column no int`], ['create table app.mine (id serial primary key)']],
  },
  {
    rule: 'name-truncated',
    raw: [[`${USERS} add column ${'long_'.repeat(14)} int`]],
    builder: (knex) => users(knex, (table) => table.integer('long_'.repeat(14))),
    near: [[`${USERS} add column ${'long_'.repeat(12)} int`]],
  },
];
