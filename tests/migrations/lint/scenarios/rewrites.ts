import { USERS, users } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';

/** Tables and views that are written anew or read whole. */
export const REWRITES: readonly Scenario[] = [
  {
    rule: 'type-change-rewrites',
    raw: [
      [`${USERS} alter n type bigint`],
      [`${USERS} alter note type varchar(50)`],
      [`${USERS} alter name type varchar(5)`],
    ],
    builder: (knex) => users(knex, (table) => table.bigInteger('n').alter()),
    near: [
      [`${USERS} alter name type varchar(20)`],
      [`${USERS} alter name type text`],
      [`${USERS} alter note type text using (note::text)`],
      [`set local timezone = 'UTC'`, `${USERS} alter at type timestamptz`],
      [`${USERS} alter total type numeric(12, 2)`],
      // As table.string('name', 20).alter() sends it.
      [
        `${USERS} alter column name drop default`,
        `${USERS} alter column name drop not null`,
        `${USERS} alter column name type varchar(20) using (name::varchar(20))`,
      ],
    ],
  },
  {
    rule: 'default-rewrites',
    raw: [
      [`${USERS} add column seen_at timestamptz not null default clock_timestamp()`],
      [`${USERS} add column seen_at timestamptz default clock_timestamp()`],
    ],
    builder: (knex) =>
      users(knex, (table) => table.uuid('key').notNullable().defaultTo(knex.raw('gen_random_uuid()'))),
    near: [
      [`${USERS} add column seen_at timestamptz not null default now()`],
      [`${USERS} add column five int not null default 5`],
      [`${USERS} add column seen_at timestamptz`, `${USERS} alter seen_at set default clock_timestamp()`],
    ],
    same: true,
  },
  {
    rule: 'generated-column-rewrites',
    raw: [[`${USERS} add column gross numeric generated always as (total * 2) stored`]],
    builder: (knex) =>
      users(knex, (table) => table.specificType('gross', 'numeric generated always as (total * 2) stored')),
    near: [[`${USERS} add column gross numeric`]],
  },
  {
    rule: 'counter-column-rewrites',
    raw: [
      [`${USERS} add column no bigserial`],
      [`${USERS} add column no bigint generated always as identity`],
    ],
    builder: (knex) => users(knex, (table) => table.bigIncrements('no', { primaryKey: false })),
    near: [[`${USERS} add column no bigint`]],
    same: true,
  },
  {
    rule: 'rewrite-blocks-reads',
    raw: [[`${USERS} set unlogged`], ['cluster app.users using users_pkey']],
    builder: (knex) => knex.raw('alter table ?? set unlogged', ['app.users']),
    near: [[`${USERS} set (fillfactor = 90)`], [`${USERS} add column more int`]],
  },
  {
    rule: 'refresh-blocks-reads',
    setup:
      'create materialized view app.sums as select id, n from app.users; create unique index on app.sums (id)',
    raw: [['refresh materialized view app.sums']],
    builder: (knex) => knex.schema.refreshMaterializedView('app.sums'),
    near: [['refresh materialized view concurrently app.sums']],
    same: true,
  },
  {
    rule: 'reindex-blocks-writes',
    raw: [['reindex index app.users_pkey'], ['reindex table app.users']],
    builder: (knex) => knex.raw('reindex index ??', ['app.users_pkey']),
    near: [['reindex index concurrently app.users_pkey']],
    nearTransaction: false,
    same: true,
  },
  {
    rule: 'attach-scans-partition',
    setup: `create table app.log (n int) partition by range (n); create table app.log_1 (n int); insert into app.log_1 values (3)`,
    raw: [['alter table app.log attach partition app.log_1 for values from (1) to (10)']],
    builder: (knex) =>
      knex.raw('alter table ?? attach partition ?? for values from (1) to (10)', ['app.log', 'app.log_1']),
    near: [
      [
        'create table app.log_2 (n int)',
        'alter table app.log attach partition app.log_2 for values from (10) to (20)',
      ],
    ],
    same: true,
  },
  {
    rule: 'detach-blocks-reads',
    setup: `create table app.log (n int) partition by range (n); create table app.log_1 partition of app.log for values from (1) to (10)`,
    raw: [['alter table app.log detach partition app.log_1']],
    builder: (knex) => knex.raw('alter table ?? detach partition ??', ['app.log', 'app.log_1']),
    near: [['alter table app.log detach partition app.log_1 concurrently']],
    nearTransaction: false,
  },
  {
    rule: 'scan-blocks-reads',
    setup: `create table app.log (n int) partition by range (n); create table app.log_rest partition of app.log default; insert into app.log values (50)`,
    raw: [
      [
        'create table app.log_1 (n int)',
        'alter table app.log attach partition app.log_1 for values from (1) to (10)',
      ],
    ],
    builder: async (knex) => {
      await knex.schema.withSchema('app').createTable('log_1', (table) => table.integer('n'));
      await knex.raw('alter table app.log attach partition app.log_1 for values from (1) to (10)');
    },
    near: [[`${USERS} add column more int`, `${USERS} alter more set default 1`]],
  },
];
