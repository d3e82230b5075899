import type { Knex } from 'knex';

/** What is there when a migration comes: tables with rows, none of which it made. */
export const BASE = `
create table app.users (id int primary key, name varchar(10), note text, n int, total numeric(10, 2), at timestamp, state text not null default 'new');
insert into app.users (id, name, note, n, total, at) select g, 'u' || g, 'x', g, g, now() from generate_series(1, 1500) g;
create table app.posts (id int primary key, user_id int, title text, n int);
insert into app.posts select g, g, 't', g from generate_series(1, 50) g;
create table app.tags (id int primary key, name text unique);
insert into app.tags values (1, 'a'), (2, 'b');
analyze app.users, app.posts, app.tags`;

/** One danger: migrations that have it, and ones that nearly do. */
export interface Scenario {
  readonly rule: string;
  /** What is there besides the base. */
  readonly setup?: string;
  /** By SQL alone: each list is a migration. */
  readonly raw: readonly (readonly string[])[];
  /** By the builder of Knex. */
  readonly builder?: (knex: Knex) => Promise<unknown>;
  readonly near: readonly (readonly string[])[];
  readonly transaction?: false;
  /** Of the near misses, where it is another one. */
  readonly nearTransaction?: boolean;
  /** Whether the safe form leaves the same database as the unsafe one. */
  readonly same?: true;
  /** Whether the migration fails, which is what the rule is about. */
  readonly fails?: true;
  /** The server from which on it can be tried. */
  readonly since?: number;
}

const users = (knex: Knex, change: (table: Knex.AlterTableBuilder) => void): Promise<void> =>
  knex.schema.withSchema('app').alterTable('users', change);
const posts = (knex: Knex, change: (table: Knex.AlterTableBuilder) => void): Promise<void> =>
  knex.schema.withSchema('app').alterTable('posts', change);

const USERS = 'alter table app.users';
const POSTS = 'alter table app.posts';

export const SCENARIOS: readonly Scenario[] = [
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
    rule: 'set-not-null-scans',
    raw: [[`${USERS} alter n set not null`]],
    builder: (knex) => users(knex, (table) => table.dropNullable('n')),
    near: [
      [`${USERS} add constraint given check (n is not null) not valid`, `${USERS} alter n set default 3`],
      [`${USERS} alter state set not null`],
    ],
    same: true,
  },
  {
    rule: 'check-scans',
    raw: [
      [`${USERS} add constraint positive check (n > 0)`],
      [`${USERS} add column part int default 3 check (part < 5)`],
    ],
    builder: (knex) => users(knex, (table) => table.check('n > 0', undefined, 'positive')),
    near: [[`${USERS} add constraint positive check (n > 0) not valid`]],
    same: true,
  },
  {
    rule: 'foreign-key-scans',
    setup: 'create index posts_user on app.posts (user_id)',
    raw: [
      [
        `${POSTS} add constraint posts_user_fk foreign key (user_id) references app.users (id) on delete cascade`,
      ],
      [`${POSTS} add column tag_id int references app.tags (id)`],
    ],
    builder: (knex) => posts(knex, (table) => table.foreign('user_id').references('id').inTable('app.users')),
    near: [[`${POSTS} add foreign key (user_id) references app.users (id) not valid`]],
    same: true,
  },
  {
    rule: 'unique-constraint-blocks',
    raw: [
      [`${USERS} add constraint users_name_n unique (name, n)`],
      [`${USERS} add constraint users_n_key unique (n) deferrable initially deferred`],
      [`${USERS} add column code text unique`],
      ['alter table app.users drop constraint users_pkey', `${USERS} add primary key (n)`],
    ],
    builder: (knex) => users(knex, (table) => table.unique(['n'], { indexName: 'users_n_key' })),
    near: [
      [
        `create unique index concurrently users_n on app.users (n)`,
        `${USERS} add unique using index users_n`,
      ],
    ],
    nearTransaction: false,
    same: true,
  },
  {
    rule: 'exclusion-constraint-blocks',
    raw: [[`${USERS} add exclude using btree (n with =)`]],
    builder: (knex) => knex.raw(`${USERS} add exclude using btree (?? with =)`, ['n']),
    near: [[`${USERS} add check (n > 0) not valid`]],
  },
  {
    rule: 'index-blocks-writes',
    raw: [
      ['create index users_n on app.users (n)'],
      ['create unique index users_n on app.users (n) where n > 5'],
    ],
    builder: (knex) => users(knex, (table) => table.index(['n'], 'users_n')),
    near: [['create index concurrently users_n on app.users (n)']],
    nearTransaction: false,
    same: true,
  },
  {
    rule: 'index-drop-blocks-reads',
    setup: 'create index users_n on app.users (n)',
    raw: [['drop index app.users_n']],
    builder: (knex) => users(knex, (table) => table.dropIndex(['n'], 'users_n')),
    near: [['drop index concurrently app.users_n']],
    nearTransaction: false,
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
    rule: 'concurrently-in-transaction',
    raw: [['create index concurrently users_n on app.users (n)'], ['vacuum app.users']],
    builder: (knex) => knex.raw('create index concurrently ?? on app.users (n)', ['users_n']),
    near: [['create index concurrently users_n on app.users (n)', 'vacuum app.users']],
    nearTransaction: false,
    fails: true,
  },
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
    rule: 'foreign-key-without-index',
    raw: [[`${POSTS} add foreign key (user_id) references app.users (id) not valid`]],
    builder: (knex) => posts(knex, (table) => table.foreign('user_id').references('id').inTable('app.users')),
    near: [
      [
        `${POSTS} add foreign key (user_id) references app.users (id) not valid`,
        'create index posts_user on app.posts (user_id, n)',
      ],
      [`${POSTS} add foreign key (id) references app.users (id) not valid`],
    ],
  },
  {
    rule: 'foreign-key-type-differs',
    setup: 'alter table app.posts add column big bigint; create index posts_big on app.posts (big)',
    raw: [[`${POSTS} add foreign key (big) references app.users (id) not valid`]],
    builder: (knex) => posts(knex, (table) => table.foreign('big').references('id').inTable('app.users')),
    near: [[`${POSTS} add foreign key (id) references app.users (id) not valid`]],
  },
  {
    rule: 'foreign-keys-lock-together',
    setup: 'update app.posts set n = 1',
    raw: [
      [
        `${POSTS} add foreign key (user_id) references app.users (id) not valid`,
        `${POSTS} add foreign key (n) references app.tags (id) not valid`,
      ],
    ],
    builder: async (knex) => {
      await posts(knex, (table) => {
        table.foreign('user_id').references('id').inTable('app.users');
        table.foreign('n').references('id').inTable('app.tags');
      });
    },
    near: [[`${POSTS} add foreign key (user_id) references app.users (id) not valid`]],
  },
  {
    rule: 'validate-with-add',
    raw: [
      [`${USERS} add constraint positive check (n > 0) not valid`, `${USERS} validate constraint positive`],
    ],
    builder: async (knex) => {
      await knex.raw(`${USERS} add constraint positive check (n > 0) not valid`);
      await knex.raw(`${USERS} validate constraint ??`, ['positive']);
    },
    near: [[`${USERS} validate constraint old_one`]],
    setup: `${USERS} add constraint old_one check (n > 0) not valid`,
  },
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
  {
    rule: 'required-column-breaks-writers',
    setup: 'truncate app.users',
    raw: [[`${USERS} add column must int not null`]],
    builder: (knex) => users(knex, (table) => table.integer('must').notNullable()),
    near: [[`${USERS} add column must int not null default 3`], [`${USERS} add column may int`]],
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
    rule: 'domain-constraint-scans',
    setup: `create domain app.amount as int; ${USERS} add column sum app.amount`,
    raw: [['alter domain app.amount add constraint positive check (value > 0)']],
    builder: (knex) => knex.raw('alter domain ?? add constraint positive check (value > 0)', ['app.amount']),
    near: [
      ['alter domain app.amount add constraint positive check (value > 0) not valid'],
      ['create domain app.mine as int', 'alter domain app.mine add check (value > 0)'],
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
