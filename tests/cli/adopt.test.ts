import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { keelson, problemCode } from './keelson.ts';
import type { Outcome } from './keelson.ts';
import { makeProject, tableMigration } from './project.ts';
import { query } from './role.ts';

/** The command is not told of the tests' server by the environment. */
let server = '';
let first: TestDatabase;
beforeAll(async () => {
  first = await createTestDatabase({ migrate: false });
  server = first.url;
});
afterAll(async () => {
  await first.drop();
});

/** Whether there is a pg_dump that reads the tests' server: of the same version or a newer one. */
async function canDump({ url }: TestDatabase): Promise<boolean> {
  const { stdout } = spawnSync('pg_dump', ['--version'], { encoding: 'utf8' });
  const [row] = await query(url, `select current_setting('server_version_num')::int / 10000 as major`);
  return Number(/ (\d+)/.exec(stdout)?.[1] ?? 0) >= Number(row?.major);
}

const there = (grantee: string): string => `
create schema shop;
create extension if not exists plpgsql;
create type shop.mood as enum ('sad', 'ok');
create domain shop.word as text check (value ~ '^[a-z?]+$');
create domain shop.url as text check (value ~ '^https\\?:\\\\?x$');
create type shop.pair as (a int, b text);
create table shop.people (
  id int generated always as identity primary key, name shop.word not null, mood shop.mood default 'ok',
  data jsonb default '{"a?b": "\\\\ \`x\` \${y}"}', check (data ? 'a?b'));
create table shop.boats (id bigint primary key, owner int references shop.people on delete cascade, made date not null)
  partition by range (id);
create table shop.boats_1 partition of shop.boats for values from (0) to (1000);
create function shop.touch() returns trigger language plpgsql as $$
begin
  -- a comment that is a part of the body
  new.made := coalesce(new.made, current_date); /* as is this one */
  return new;
end $$;
create trigger touched before insert on shop.boats for each row execute function shop.touch();
create function shop.twice(a int) returns int language sql immutable begin atomic select a * 2; end;
create view shop.glad as select id, name from shop.people where mood = 'ok';
create materialized view shop.count as select count(*) from shop.people;
create materialized view shop.later as select * from shop.count with no data;
create index on shop.people using gin (data);
alter table shop.people enable row level security;
create policy own on shop.people using (name::text = current_user);
comment on table shop.people is 'who is there; "quoted" \\ \`and\` ?';
grant usage on schema shop to ${grantee};
grant select, insert (name) on shop.people to ${grantee};
alter default privileges in schema shop grant select on tables to ${grantee};
create rule quiet as on delete to shop.glad do instead nothing`;

async function filled(): Promise<{
  database: TestDatabase;
  grantee: string;
  [Symbol.asyncDispose](): Promise<void>;
}> {
  const database = await createTestDatabase({ migrate: false });
  const grantee = `${database.name}_reader`;
  await query(database.url, `create role ${grantee} nologin`);
  await query(database.url, there(grantee));
  return {
    database,
    grantee,
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]();
      await using other = await createTestDatabase({ migrate: false });
      await query(other.url, `drop role ${grantee}`);
    },
  };
}

test('a database that was made by hand: a baseline that makes the same, and goes on from there', async () => {
  await using made = await filled();
  if (!(await canDump(made.database))) {
    console.warn('not tried: no pg_dump here reads this server');
    return;
  }
  // Stock Knex connects by the knexfile.
  using project = makeProject(
    {},
    { knexfile: `export default { client: 'pg', connection: process.env.DATABASE_URL }` },
  );
  const call = { cwd: project.folder, env: { DATABASE_URL: made.database.url } };
  // As a stock Knex leaves them when it is only asked for its status.
  await query(
    made.database.url,
    `create table knex_migrations (id serial primary key, name varchar(255), batch int, migration_time timestamptz);
     create table knex_migrations_lock (index serial primary key, is_locked int)`,
  );
  const adopted = await keelson(['adopt', '--server', server], call);
  expect(adopted).toMatchObject({ code: 0, stderr: '' });
  expect(adopted.stdout).toMatch(
    /^wrote migrations\/\d{14}_baseline\.ts\n1 migration recorded as applied on /,
  );
  expect((await keelson(['adopt', '--server', server], call)).stdout).toMatch(
    /^nothing to adopt: .* has a history of 1 migration/,
  );

  project.write('migrations/99990101000000_more.ts', tableMigration('more'));
  expect((await keelson(['migrate'], call)).stdout).toContain('1 migration applied');
  expect((await keelson(['migrate:rollback'], call)).stdout).toContain('rolled back 99990101000000_more');
  expect((await keelson(['migrate:rollback'], call)).stdout).toContain('nothing to roll back');
  const past = await keelson(['migrate:rollback', '--deploys', '5'], call);
  expect(past.stdout).toContain('nothing to roll back');

  // A new one is made by it, with both engines; one that has it already is told what to do, and adopts it.
  await using fresh = await createTestDatabase({ migrate: false });
  const elsewhere = { cwd: project.folder, env: { DATABASE_URL: fresh.url } };
  expect((await keelson(['migrate'], elsewhere)).stdout).toContain('2 migrations applied');
  await using stock = await createTestDatabase({ migrate: false });
  const knex = spawnSync(process.execPath, [require.resolve('knex/bin/cli.js'), 'migrate:latest'], {
    cwd: project.folder,
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: stock.url },
  });
  expect(knex.stderr).toBe('');
  await using twin = await createTestDatabase({ migrate: false });
  await query(twin.url, there(made.grantee));
  const other = { cwd: project.folder, env: { DATABASE_URL: twin.url } };
  expect(problemCode(await keelson(['migrate'], other))).toBe('migrations/not-adopted');
  expect((await keelson(['adopt', '--server', server], other)).stdout).toContain('1 migration recorded');
  expect((await keelson(['migrate'], other)).stdout).toContain('1 migration applied');
}, 180_000);

test('one that is not what the migrations make is not adopted, and what differs is said', async () => {
  await using made = await filled();
  if (!(await canDump(made.database))) {
    console.warn('not tried: no pg_dump here reads this server');
    return;
  }
  using project = makeProject();
  const dump = spawnSync('pg_dump', ['--schema-only', '--no-owner', made.database.url], {
    encoding: 'utf8',
  });
  const file = path.join(project.folder, 'schema.sql');
  writeFileSync(file, dump.stdout.replace('CREATE TRIGGER', '-- CREATE TRIGGER'));
  const call = { cwd: project.folder, env: { DATABASE_URL: made.database.url } };
  const adopted = await keelson(['adopt', '--server', server, '--dump', file], call);
  expect(adopted.code).toBe(1);
  expect(problemCode(adopted)).toBe('cli/adopt-differs');
  expect(adopted.stdout).toContain('touched');
  expect((await keelson(['migrate:status'], call)).stdout).toContain('0 applied, 1 pending');
  const [name = ''] = readdirSync(path.join(project.folder, 'migrations'));
  expect(readFileSync(path.join(project.folder, 'migrations', name), 'utf8')).toContain(
    'export const baseline = true',
  );
  expect((await keelson(['adopt', '--server', server, '--unverified'], call)).stdout).toContain(
    '1 migration recorded',
  );
});

test('a project with migrations says which of them a database has', async () => {
  await using database = await createTestDatabase({ migrate: false });
  await query(database.url, 'create table boats (id int); create table oars (id int)');
  using project = makeProject({
    'migrations/1_boats.ts': tableMigration('boats'),
    'migrations/2_oars.ts': tableMigration('oars'),
    'migrations/3_sails.ts': tableMigration('sails'),
  });
  const call = { cwd: project.folder, env: { DATABASE_URL: database.url } };
  const which = await keelson(['adopt', '--server', server], call);
  expect(problemCode(which)).toBe('cli/adopt-through');
  expect(which.stderr).toContain('npx keelson adopt --through 3_sails');
  const all = await keelson(['adopt', '--server', server, '--through', '3_sails'], call);
  expect(all.code).toBe(1);
  expect(all.stdout).toContain('public.sails');
  expect(problemCode(await keelson(['adopt', '--server', server, '--through', '7_none'], call))).toBe(
    'migrations/no-such-migration',
  );
  expect((await keelson(['adopt', '--server', server, '--through', '2_oars.ts'], call)).stdout).toContain(
    '2 migrations recorded',
  );
  const migrated = await keelson(['migrate'], call);
  expect(migrated.stdout).toContain('1 migration applied');
  expect((await keelson(['migrate:rollback', '--deploys', '2'], call)).stdout).toContain(
    '1 migration rolled back',
  );
  const { stdout } = await keelson(['migrate:status'], call);
  expect(stdout).toMatch(/adoption \d+, .*: done, 2 migrations/);
});

test('where pg_dump is not installed it is said how to do without', async () => {
  await using database = await createTestDatabase({ migrate: false });
  await query(database.url, 'create table boats (id int)');
  using project = makeProject();
  const outcome: Outcome = await keelson(['adopt', '--server', server], {
    cwd: project.folder,
    env: { DATABASE_URL: database.url, PATH: project.folder },
  });
  expect(problemCode(outcome)).toBe('cli/pg-dump');
  expect(outcome.stderr).toContain('npx keelson adopt --dump schema.sql');
});
