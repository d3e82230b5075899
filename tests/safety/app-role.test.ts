import { TransactionRollbackError, getTableColumns, getTableName, is } from 'drizzle-orm';
import { PgTable, getTableConfig } from 'drizzle-orm/pg-core';
import { Client } from 'pg';
import {
  accountByProvider,
  closeDb,
  consumeVerificationToken,
  createDb,
  deleteExpired,
  membership,
  sessionByToken,
  sessionsOfUser,
  sql,
  userByEmail,
  users,
  usersPage,
} from '../../src/index.ts';
import type { Db } from '../../src/index.ts';
import * as schema from '../../src/lib/db/schema/index.ts';
import { quoteIdentifier } from '../../src/postgres/identifier.ts';
import { pgConfig } from '../../src/postgres/pg-config.ts';
import { withClient } from '../../src/postgres/client.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { loginOn } from './app-login.ts';
import type { Login } from './app-login.ts';
import { ROWS } from './rows-of-auth.ts';

/* An application that logs in as a member of keelson_app: all that it needs works, and nothing else does. */

let database: TestDatabase;
let login: Login;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  login = await loginOn(database);
  db = createDb({ settings: login.settings });
  for (const { table, row } of ROWS) await db.insert(table).values(row);
}, 120_000);

afterAll(async () => {
  await closeDb(db);
  await login[Symbol.asyncDispose]();
  await database.drop();
});

describe('what it can do', () => {
  test('there is a row for every table of the schema', () => {
    const tables = Object.values<unknown>(schema).filter((one) => is(one, PgTable));
    expect(ROWS.map(({ table }) => getTableName(table)).sort()).toEqual(tables.map(getTableName).sort());
  });

  test.each(ROWS.map(({ table }) => [getTableName(table), table] as const))(
    'insert, read, change and delete rows of %s',
    async (name, table) => {
      const [column] = Object.keys(getTableColumns(table));
      const takenBack = db.transaction(async (transaction) => {
        const rows = await transaction.select().from(table);
        expect({ name, rows }).toMatchObject({ rows: [{}] });
        const change = Object.fromEntries(Object.entries(rows[0] ?? {}).filter(([key]) => key === column));
        expect(await transaction.update(table).set(change).returning()).toHaveLength(1);
        expect((await transaction.delete(table)).rowCount).toBe(1);
        transaction.rollback();
      });
      await expect(takenBack).rejects.toThrow(TransactionRollbackError);
    },
  );

  test('ask each of the hot queries', async () => {
    expect(await sessionByToken.first({ token: 'token' }, db)).toMatchObject({ user: { id: 'ada' } });
    expect(await sessionsOfUser({ userId: 'ada' }, db)).toHaveLength(1);
    expect(await userByEmail.first({ email: 'ada@example.TEST' }, db)).toMatchObject({ id: 'ada' });
    expect(await accountByProvider({ provider: 'github', providerAccountId: '1' }, db)).toHaveLength(1);
    expect(await membership({ organizationId: 'boats', userId: 'ada' }, db)).toHaveLength(1);
    expect((await usersPage({}, db)).rows).toHaveLength(1);
    expect(await deleteExpired({ on: db })).toEqual({ sessions: 0, verificationTokens: 0, verifications: 0 });
    const token = { identifier: 'ada', token: 'token' };
    expect(await consumeVerificationToken(token, db)).toHaveLength(1);
    expect(await consumeVerificationToken(token, db)).toEqual([]);
  });

  test('ask relational queries, and have ids made and times kept by the database', async () => {
    const found = await db.query.users.findFirst({ with: { sessions: true, accounts: true } });
    expect(found).toMatchObject({ id: 'ada', sessions: [{}], accounts: [{}] });
    const [made] = await db.insert(users).values({ isEmailVerified: true }).returning();
    expect(made).toMatchObject({
      id: expect.stringMatching(/^.{36}$/) as string,
      emailVerified: expect.any(Date) as Date,
    });
  });

  test('work with tables and counters that later migrations make, as soon as they are made', async () => {
    await withClient(database.settings, async (owner) => {
      await owner.query('create table auth.later (id serial primary key, name text)');
    });
    await db.execute(sql`insert into auth.later (name) values ('one')`);
    expect((await db.execute(sql`select id, name from auth.later`)).rows).toEqual([{ id: 1, name: 'one' }]);
  });
});

describe('what it cannot do', () => {
  let client: Client;

  beforeAll(async () => {
    await withClient(database.settings, async (owner) => {
      // What a deploy makes, also where the template of tests has been made without one.
      await owner.query(`do $$ begin
        if to_regclass('keelson.deploys') is null then raise 'no records of deploys'; end if; end $$`);
    });
    client = new Client(await pgConfig(login.settings));
    await client.connect();
  });

  afterAll(async () => {
    await client.end();
  });

  const DENIED = '42501';

  test.each([
    // What the namespace is made of.
    ['create table auth.mine (id int)', DENIED],
    ['create table public.mine (id int)', DENIED],
    ['create view auth.mine as select 1', DENIED],
    ['create index on auth.users (name)', DENIED],
    ['drop index auth.users_email_idx', DENIED],
    ['alter table auth.users add column mine int', DENIED],
    ['alter table auth.users drop column name', DENIED],
    ['alter table auth.users rename to people', DENIED],
    ['alter table auth.users owner to current_user', DENIED],
    ['alter table auth.users enable row level security', DENIED],
    ['drop table auth.users', DENIED],
    ['drop schema auth cascade', DENIED],
    ['alter schema auth rename to mine', DENIED],
    ['create schema mine', DENIED],
    ['create type auth.mine as enum ()', DENIED],
    ['create sequence auth.mine', DENIED],
    ['comment on table auth.users is null', DENIED],
    // What runs by itself.
    ['create function auth.mine() returns int language sql return 1', DENIED],
    ['create function public.mine() returns int language sql return 1', DENIED],
    [`create or replace function auth.new_id() returns text language sql return 'x'`, DENIED],
    ['drop function auth.delete_owned_api_keys()', DENIED],
    ['alter function auth.new_id() owner to current_user', DENIED],
    ['alter table auth.users disable trigger users_delete_api_keys', DENIED],
    ['alter table auth.users disable trigger all', DENIED],
    ['drop trigger users_delete_api_keys on auth.users', DENIED],
    [
      'create trigger mine before insert on auth.users for each row execute function auth.set_updated_at()',
      DENIED,
    ],
    ['create rule mine as on insert to auth.users do nothing', DENIED],
    ['set session_replication_role = replica', DENIED],
    // Rows, but not one at a time; and what would hold on to rows.
    ['truncate auth.users cascade', DENIED],
    ['truncate auth.feedback', DENIED],
    ['create temporary table t (id text references auth.users (id))', '42P16'],
    ['vacuum full auth.users', 'nothing'],
    // The history and its lock, and the records of deploys.
    ['select * from public.knex_migrations', DENIED],
    [`insert into public.knex_migrations (name) values ('x')`, DENIED],
    [`update public.knex_migrations set name = 'x'`, DENIED],
    ['delete from public.knex_migrations', DENIED],
    ['drop table public.knex_migrations', DENIED],
    ['select * from public.knex_migrations_lock', DENIED],
    ['update public.knex_migrations_lock set is_locked = 1', DENIED],
    [`select nextval('public.knex_migrations_id_seq')`, DENIED],
    ['select * from keelson.deploys', DENIED],
    ['select * from keelson.migrations', DENIED],
    ['select * from keelson.steps', DENIED],
    ['select * from keelson.kept', DENIED],
    ['delete from keelson.deploys', DENIED],
    ['create table keelson.mine (id int)', DENIED],
    // The server.
    ['select * from pg_authid', DENIED],
    ['select passwd from pg_shadow', DENIED],
    ['set role to OWNER', DENIED],
    ['create role mine', DENIED],
    ['alter role current_user superuser', DENIED],
    ['alter role keelson_app login', DENIED],
    ['grant keelson_app to pg_monitor', DENIED],
    ['grant select on auth.users to public', 'nothing'],
    ['grant pg_read_all_data to current_user', DENIED],
    ['create database mine', DENIED],
    ['create extension pg_trgm', DENIED],
    [`select pg_read_file('/etc/passwd')`, DENIED],
    [`copy auth.users to '/tmp/mine'`, DENIED],
    [`copy auth.users from program 'true'`, DENIED],
    [`alter system set fsync = off`, DENIED],
    ['alter default privileges in schema auth grant all on tables to public', 'nothing'],
  ])('%s', async (statement, expected) => {
    const before = await stateOf();
    const asked = statement.replace('OWNER', quoteIdentifier(database.settings.user));
    const code = await client.query(asked).then(
      () => 'nothing',
      (error: unknown) => (error as { code: string }).code,
    );
    await client.query('rollback');
    expect(code).toBe(expected);
    expect(await stateOf()).toEqual(before);
  });

  /** All that is granted and owned in the database, and how much of it there is. */
  async function stateOf(): Promise<unknown> {
    return await withClient(database.settings, async (owner) => {
      const { rows } = await owner.query(`
        select c.oid::regclass::text as name, pg_get_userbyid(relowner) as owner, relacl::text as acl, relnatts,
          relhasrules, reltriggers, relrowsecurity
        from (select c.*, (select string_agg(tgname || tgenabled::text, ',' order by tgname) from pg_trigger where tgrelid = c.oid) as reltriggers
          from pg_class c) c
        where relnamespace in ('auth'::regnamespace, 'public'::regnamespace, 'keelson'::regnamespace) order by 1`);
      const { rows: rest } = await owner.query(`
        select (select count(*)::int from auth.users) as users,
          (select count(*)::int from auth.feedback) as feedback,
          (select string_agg(rolname || rolsuper::text, ',' order by rolname) from pg_roles where rolname ~ 'keelson_app') as roles`);
      return { rows, rest };
    });
  }
});

test('nobody else has anything to do with the namespace', async () => {
  await using stranger = await loginOn(database, '');
  await withClient(stranger.settings, async (client) => {
    for (const { table } of ROWS) {
      const { schema: namespace, name } = getTableConfig(table);
      await expect(client.query(`select from ${namespace ?? ''}.${name}`)).rejects.toMatchObject({
        code: '42501',
      });
    }
  });
});
