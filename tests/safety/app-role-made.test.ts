import path from 'node:path';
import type { Client } from 'pg';
import { migrate, plan, rollback } from '../../src/migrations/index.ts';
import { MigrationFolder } from '../../src/migrations/migration-folder.ts';
import { quoteIdentifier } from '../../src/postgres/identifier.ts';
import { withClient } from '../../src/postgres/client.ts';
import { withSettings } from '../../src/postgres/settings.ts';
import type { ConnectionSettings } from '../../src/postgres/settings.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { loginOn } from './app-login.ts';

/* How the role of applications comes and goes: who may make it, and what else is on the server. Each test has a name for it. */

const MIGRATIONS = path.join(__dirname, '..', '..', 'knex', 'migrations');

/** What is taken back to this leaves the tables, on which there are rights or none. */
const BEFORE_IT = '20260101001300_create_rate_limits';

function configWith(history = 'public') {
  return {
    client: 'pg',
    migrations: { migrationSource: new MigrationFolder(MIGRATIONS), schemaName: history },
  };
}

/** The same, with another name for the role. */
function calling(settings: ConnectionSettings, role: string): ConnectionSettings {
  return withSettings(settings, { options: `-ckeelson.app_role=${role}` });
}

async function isThere(client: Client, role: string): Promise<boolean> {
  return (await client.query('select from pg_roles where rolname = $1', [role])).rows.length === 1;
}

async function there(database: TestDatabase, role: string): Promise<boolean> {
  return await withClient(database.settings, async (client) => await isThere(client, role));
}

/** What whoever deploys needs: namespaces of the database, and tables in public. */
async function letCreate({ name, settings }: TestDatabase, role: string): Promise<void> {
  await withClient(settings, async (client) => {
    await client.query(
      `grant create on database ${quoteIdentifier(name)} to ${quoteIdentifier(role)};
       grant create on schema public to ${quoteIdentifier(role)}`,
    );
  });
}

async function dropRole(database: TestDatabase, role: string): Promise<void> {
  await withClient(database.settings, async (client) => {
    if (!(await isThere(client, role))) return;
    await client.query(`drop owned by ${quoteIdentifier(role)}`);
    await client.query(`drop role ${quoteIdentifier(role)}`);
  });
}

const GRANTED = `
  select c.oid::regclass::text as name, string_agg(g.privilege_type, ' ' order by g.privilege_type) as rights
  from pg_class c, aclexplode(c.relacl) g where g.grantee = to_regrole($1) group by 1 order by 1`;

async function granted(database: TestDatabase, role: string): Promise<ReadonlyMap<string, string>> {
  return await withClient(database.settings, async (client) => {
    const { rows } = await client.query<{ name: string; rights: string }>(GRANTED, [quoteIdentifier(role)]);
    return new Map(rows.map(({ name, rights }) => [name, rights]));
  });
}

test('it is made, granted rows and nothing else, and gone after the way back', async () => {
  await using database = await createTestDatabase({ migrate: false });
  const role = `${database.name}_app`;
  const options = { config: configWith(), connection: calling(database.settings, role) };
  await migrate(options);
  const rights = await granted(database, role);
  expect(rights.size).toBe(17);
  expect(new Set(rights.values())).toEqual(new Set(['DELETE INSERT SELECT UPDATE']));
  expect([...rights.keys()].filter((name) => !name.startsWith('auth.'))).toEqual([]);
  await rollback(options);
  expect(await there(database, role)).toBe(false);
});

test('a look at what a deploy would do leaves no role', async () => {
  await using database = await createTestDatabase({ migrate: false });
  const role = `${database.name}_app`;
  await plan({ config: configWith(), connection: calling(database.settings, role) });
  expect(await there(database, role)).toBe(false);
});

test('several databases of a server share it: made at once, and gone with the last of them', async () => {
  await using first = await createTestDatabase({ migrate: false });
  await using second = await createTestDatabase({ migrate: false });
  await using third = await createTestDatabase({ migrate: false });
  const role = `${first.name}_app`;
  const all = [first, second, third].map(({ settings }) => ({
    config: configWith(),
    connection: calling(settings, role),
  }));
  await Promise.all(all.map(async (options) => await migrate(options)));
  for (const database of [first, second, third]) expect((await granted(database, role)).size).toBe(17);
  const [one, ...others] = all;
  if (one !== undefined) await rollback(one);
  expect(await there(first, role)).toBe(true);
  expect((await granted(second, role)).size).toBe(17);
  await Promise.all(others.map(async (options) => await rollback(options)));
  for (const database of [first, second, third]) expect((await granted(database, role)).size).toBe(0);
  // Two that let go at once may each see the other: then it stays, with no right to anything.
  await dropRole(first, role);
});

test('a role with members stays when its rights go', async () => {
  await using database = await createTestDatabase({ migrate: false });
  const role = `${database.name}_app`;
  const options = { config: configWith(), connection: calling(database.settings, role) };
  await migrate(options);
  {
    await using login = await loginOn(database, `in role ${quoteIdentifier(role)}`);
    await withClient(login.settings, async (client) => {
      await client.query('select from auth.users');
      await rollback({ ...options, to: BEFORE_IT });
      await expect(client.query('select from auth.users')).rejects.toMatchObject({ code: '42501' });
    });
    expect(await there(database, role)).toBe(true);
  }
  await dropRole(database, role);
});

test('whoever may make roles and is no superuser makes it, takes it back, and owns the namespace', async () => {
  await using database = await createTestDatabase({ migrate: false });
  await using deployer = await loginOn(database, 'createrole');
  await letCreate(database, deployer.name);
  const role = `${database.name}_app`;
  const options = { config: configWith(), connection: calling(deployer.settings, role) };
  try {
    await migrate(options);
    expect((await granted(database, role)).size).toBe(17);
    await rollback(options);
    expect(await there(database, role)).toBe(false);
  } finally {
    await dropRole(database, role);
  }
});

describe('whoever may not make roles', () => {
  async function deployerOn(database: TestDatabase) {
    const deployer = await loginOn(database, '');
    await letCreate(database, deployer.name);
    return deployer;
  }

  test('is told what an administrator has to do, and goes on when that is done', async () => {
    await using database = await createTestDatabase({ migrate: false });
    await using deployer = await deployerOn(database);
    const role = `${database.name}_app`;
    const options = { config: configWith(), connection: calling(deployer.settings, role) };
    await expect(migrate(options)).rejects.toThrow(`create role ${role} nologin`);
    await withClient(database.settings, async (client) => {
      await client.query(`create role ${quoteIdentifier(role)} nologin`);
    });
    try {
      await migrate(options);
      expect((await granted(database, role)).size).toBe(17);
      await rollback({ ...options, to: BEFORE_IT });
      expect((await granted(database, role)).size).toBe(0);
      // It is not theirs to drop.
      expect(await there(database, role)).toBe(true);
    } finally {
      await dropRole(database, role);
    }
  });

  test('may do without it', async () => {
    await using database = await createTestDatabase({ migrate: false });
    await using deployer = await deployerOn(database);
    const options = { config: configWith(), connection: calling(deployer.settings, 'none') };
    const { applied } = await migrate(options);
    expect(applied.length).toBeGreaterThan(10);
    expect(await there(database, 'none')).toBe(false);
    await rollback(options);
  });
});

test('an owner of its own, whom several deployers become', async () => {
  await using database = await createTestDatabase({ migrate: false });
  const [owner, role] = [`${database.name}_owner`, `${database.name}_app`];
  await withClient(database.settings, async (client) => {
    await client.query(
      `create role ${quoteIdentifier(owner)} nologin; create role ${quoteIdentifier(role)} nologin`,
    );
  });
  await letCreate(database, owner);
  try {
    await using deployer = await loginOn(database, `noinherit in role ${quoteIdentifier(owner)}`);
    const connection = withSettings(deployer.settings, {
      options: `-crole=${owner} -ckeelson.app_role=${role}`,
    });
    await migrate({ config: configWith(), connection });
    expect((await granted(database, role)).size).toBe(17);
    const { rows } = await withClient(database.settings, async (client) =>
      client.query(`select distinct pg_get_userbyid(relowner) as owner from pg_class
        where relnamespace in ('auth'::regnamespace, 'public'::regnamespace, 'keelson'::regnamespace)`),
    );
    expect(rows).toEqual([{ owner }]);
    await rollback({ config: configWith(), connection });
  } finally {
    await dropRole(database, role);
    await dropRole(database, owner);
  }
});

test('a history in the namespace itself is not granted', async () => {
  await using database = await createTestDatabase({ migrate: false });
  const role = `${database.name}_app`;
  await withClient(database.settings, async (client) => {
    await client.query(`create schema auth;
      create table auth.knex_migrations (id serial primary key, name varchar(255), batch integer, migration_time timestamptz);
      create table auth.knex_migrations_lock (index serial primary key, is_locked integer);
      insert into auth.knex_migrations (name, batch, migration_time) values ('20260101000000_create_auth_namespace', 1, now());
      create function auth.new_id() returns text language sql volatile return gen_random_uuid()::text;
      create function auth.set_updated_at() returns trigger language plpgsql as 'begin return new; end'`);
  });
  await migrate({ config: configWith('auth'), connection: calling(database.settings, role) });
  const rights = await granted(database, role);
  expect([...rights.keys()].filter((name) => name.includes('knex_'))).toEqual([]);
  expect(rights.size).toBe(17);
  await dropRole(database, role);
});
