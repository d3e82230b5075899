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
  readonly builder: (knex: Knex) => Promise<unknown>;
  readonly near: readonly (readonly string[])[];
  readonly transaction?: false;
  /** Of the near misses, where it is another one. */
  readonly nearTransaction?: boolean;
  /** Whether the safe form leaves the same database as the unsafe one. */
  readonly same?: true;
  /** Whether the migration fails, which is what the rule is about. */
  readonly fails?: true;
}

/** A change of the users by the builder. */
export const users = (knex: Knex, change: (table: Knex.AlterTableBuilder) => void): Promise<void> =>
  knex.schema.withSchema('app').alterTable('users', change);
/** A change of the posts by the builder. */
export const posts = (knex: Knex, change: (table: Knex.AlterTableBuilder) => void): Promise<void> =>
  knex.schema.withSchema('app').alterTable('posts', change);

/** How changes of the users begin in SQL. */
export const USERS = 'alter table app.users';
/** How changes of the posts begin in SQL. */
export const POSTS = 'alter table app.posts';
