import { POSTS, USERS, posts, users } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';

/** Constraints and indexes. */
export const CONSTRAINTS: readonly Scenario[] = [
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
    rule: 'concurrently-in-transaction',
    raw: [['create index concurrently users_n on app.users (n)'], ['vacuum app.users']],
    builder: (knex) => knex.raw('create index concurrently ?? on app.users (n)', ['users_n']),
    near: [['create index concurrently users_n on app.users (n)', 'vacuum app.users']],
    nearTransaction: false,
    fails: true,
  },
];
