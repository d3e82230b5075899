import { inspect } from 'node:util';
import { Client, Pool } from 'pg';
import { createTestDatabase } from '../../src/testing/index.ts';
import { run } from './process.ts';
import { Project } from './project.ts';
import { ask, askAt, exists, isLeased, tables } from './server.ts';

test('two databases know nothing of each other', async () => {
  await using one = await createTestDatabase({ migrate: false });
  await using other = await createTestDatabase({ migrate: false });
  await askAt(one.url, 'create table mine (id int)');
  expect(await tables(one.url)).toEqual(['mine']);
  expect(await tables(other.url)).toEqual([]);
});

test('eight can be made at once', async () => {
  const databases = await Promise.all(
    Array.from({ length: 8 }, async () => await createTestDatabase({ migrate: false })),
  );
  const names = databases.map(({ name }) => name);
  expect(new Set(names).size).toBe(8);
  expect(await Promise.all(names.map(exists))).toEqual(names.map(() => true));
  await Promise.all(
    databases.map(async (database) => {
      await database.drop();
    }),
  );
  expect(await Promise.all(names.map(exists))).toEqual(names.map(() => false));
});

test('it is migrated', async () => {
  await using database = await createTestDatabase();
  const rows = await askAt<{ count: string }>(database.url, 'select count(*) from auth.users');
  expect(rows).toEqual([{ count: '0' }]);
});

test('it is seeded when that is asked for', async () => {
  await using database = await createTestDatabase({ seed: 'test' });
  const rows = await askAt<{ some: boolean }>(database.url, 'select count(*) > 0 as some from auth.users');
  expect(rows).toEqual([{ some: true }]);
});

test('it is dropped when it is disposed of', async () => {
  let name: string;
  {
    await using database = await createTestDatabase({ migrate: false });
    ({ name } = database);
    expect(await exists(name)).toBe(true);
  }
  expect(await exists(name)).toBe(false);
});

test('dropping it twice, and at once, is no error', async () => {
  const database = await createTestDatabase({ migrate: false });
  await Promise.all([database.drop(), database.drop()]);
  await database.drop();
  await database[Symbol.asyncDispose]();
});

test('the settings and the URL lead to the same place, and nothing that prints it shows the password', async () => {
  await using database = await createTestDatabase({ migrate: false });
  const { name, settings, url } = database;
  expect(settings.database).toBe(name);
  const [row] = await askAt<{ name: string }>(url, 'select current_database() as name');
  expect(row?.name).toBe(name);
  for (const shown of [inspect(database, { depth: 5 }), JSON.stringify(database)]) {
    expect(shown).not.toMatch(/password|postgres:\/\//i);
  }
});

describe('connections that are still open', () => {
  test('do not hold up the drop, which says whose they are', async () => {
    const { databases, stderr } = await run({ databases: [{ migrate: false }], connections: 2 });
    const [{ name } = { name: '' }] = databases;
    expect(await exists(name)).toBe(false);
    expect(stderr).toContain('[testing/open-connections]');
    expect(stderr).toContain(`the test database ${name} is dropped while 2 connections are open: shop (2)`);
  });

  test('do not hold it up where a test has stopped the clock', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const database = await createTestDatabase({ migrate: false });
    const client = new Client({ connectionString: database.url });
    client.on('error', () => undefined);
    await client.connect();
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    await database.drop();
    jest.useRealTimers();
    expect(warn).toHaveBeenCalledTimes(1);
    expect(await exists(database.name)).toBe(false);
    warn.mockRestore();
  });

  test('that were closed in the same moment are not held against anybody', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const database = await createTestDatabase({ migrate: false });
    const pool = new Pool({ connectionString: database.url, max: 5 });
    await Promise.all(Array.from({ length: 5 }, async () => await pool.query('select')));
    await pool.end();
    await database.drop();
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});

test('a test may end every session of the server: its databases keep their leases and are dropped all the same', async () => {
  await using one = await createTestDatabase({ migrate: false });
  await using other = await createTestDatabase({ migrate: false });
  const ended = await ask(
    `select pg_terminate_backend(pid, 60000) from pg_stat_activity
      where application_name = 'keelson/testing' and query like $1`,
    [`%${other.name}%`],
  );
  expect(ended).toHaveLength(1);
  await one.drop();
  expect(await exists(one.name)).toBe(false);
  // Whoever sweeps in between may have dropped it; nobody does from now on.
  expect(await isLeased(other.name)).toBe(true);
});

test('what a migration gives the database itself, its clones have too', async () => {
  await using project = new Project();
  project.write(
    'migrations/2_settings.cjs',
    `exports.up = async (knex) => {
       const { rows: [{ name, user }] } = await knex.raw('select current_database() as name, current_user as user');
       await knex.raw('alter database ?? set search_path to "a, b", public', [name]);
       await knex.raw("alter database ?? set timezone to 'Asia/Tokyo'", [name]);
       await knex.raw("alter role ?? in database ?? set work_mem to '5MB'", [user, name]);
     };
     exports.down = async () => undefined;`,
  );
  await using database = await createTestDatabase({ knexfile: project.knexfile });
  const [row] = await askAt(
    database.url,
    `select current_setting('search_path') as path, current_setting('timezone') as zone,
            current_setting('work_mem') as memory`,
  );
  expect(row).toEqual({ path: '"a, b", public', zone: 'Asia/Tokyo', memory: '5MB' });
});

test('a user who may not create databases is told so', async () => {
  await using database = await createTestDatabase({ migrate: false });
  const role = `${database.name}_reader`;
  await ask(`create role ${role} login password 'reader'`);
  try {
    const url = new URL(process.env.TEST_DATABASE_URL ?? '');
    url.username = role;
    url.password = 'reader';
    await expect(createTestDatabase({ migrate: false, server: url.href })).rejects.toMatchObject({
      code: 'testing/may-not-create',
    });
  } finally {
    await ask(`drop role ${role}`);
  }
});
