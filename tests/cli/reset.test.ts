import { createTestDatabase } from '../../src/testing/index.ts';
import { keelson, problemCode } from './keelson.ts';
import { makeProject, tableMigration } from './project.ts';
import { makeRole, query } from './role.ts';

// A command is a process of its own, and a machine may be busy.
const FILES = { 'migrations/1_boats.ts': tableMigration('boats') };

test('a role that may drop its database but not make one loses nothing', async () => {
  await using database = await createTestDatabase({ migrate: false });
  await using role = await makeRole(database);
  const own = `${database.name}_own`;
  await query(database.url, `create database "${own}" owner "${role.name}"`);
  try {
    await query(role.url(own), 'create table precious as select 1');
    using project = makeProject(FILES);
    const outcome = await keelson(['reset', '--yes'], {
      cwd: project.folder,
      env: { DATABASE_URL: role.url(own) },
    });
    expect(outcome.code).toBe(1);
    expect(problemCode(outcome)).toBe('database/not-allowed');
    expect(await query(role.url(own), 'select from precious')).toHaveLength(1);
    // Of this role: other tests reset databases of their own on the same server.
    const remains = `select from pg_database where datname like 'keelson_new_%' and datdba = '"${role.name}"'::regrole`;
    expect(await query(database.url, remains)).toEqual([]);
  } finally {
    await query(database.url, `drop database "${own}" with (force)`);
  }
});

test.each([
  ['a migrations folder that is missing', {}, 'migrations/no-folder'],
  [
    'a migration that does not load',
    { ...FILES, 'migrations/2_bad.ts': 'throw 1' },
    'migrations/does-not-load',
  ],
  ['a seed that does not load', { ...FILES, 'seeds/dev/1.ts': 'throw 1' }, 'seeds/does-not-load'],
])('%s is said before anything is dropped', async (_what, files, problem) => {
  await using database = await createTestDatabase({ migrate: false });
  await query(database.url, 'create table precious as select 1');
  using project = makeProject(files);
  const outcome = await keelson(['reset', '--yes'], {
    cwd: project.folder,
    env: { DATABASE_URL: database.url },
  });
  expect(outcome.code).toBe(1);
  expect(problemCode(outcome)).toBe(problem);
  expect(await query(database.url, 'select from precious')).toHaveLength(1);
});

test('a name of any kind, settings, grants and locale stay; a project need not have seeds', async () => {
  await using server = await createTestDatabase({ migrate: false });
  await using role = await makeRole(server);
  const name = `${server.name} "Dash-y' é`;
  const quoted = `"${name.replaceAll('"', '""')}"`;
  const url = new URL(server.url);
  url.pathname = `/${encodeURIComponent(name)}`;
  await query(
    server.url,
    `create database ${quoted} template template0 encoding 'UTF8' locale 'C' locale_provider icu icu_locale 'de-AT'`,
  );
  try {
    await query(url.href, 'create table boats ()');
    await query(server.url, `alter database ${quoted} set search_path = 'A b', public`);
    await query(server.url, `alter role "${role.name}" in database ${quoted} set statement_timeout = '5s'`);
    await query(server.url, `revoke temporary on database ${quoted} from public`);
    await query(server.url, `grant create on database ${quoted} to "${role.name}" with grant option`);
    const facts = async (): Promise<unknown> =>
      await query(
        server.url,
        `select d.datlocprovider, d.datcollate, array(select unnest(d.datacl)::text order by 1) as grants,
                array(select unnest(s.setconfig) from pg_db_role_setting s where s.setdatabase = d.oid order by 1) as settings
         from pg_database d where d.datname = '${name.replaceAll("'", "''")}'`,
      );
    const before = await facts();
    using project = makeProject(FILES);
    const outcome = await keelson(['reset', '--yes'], {
      cwd: project.folder,
      env: { DATABASE_URL: url.href },
    });
    expect(outcome.stdout).toContain('seeded     nothing: there is no folder seeds/dev');
    expect(outcome.code).toBe(0);
    expect(await facts()).toEqual(before);
    expect(JSON.stringify(before)).toMatch(/statement_timeout.*5s/);
  } finally {
    await query(server.url, `drop database ${quoted} with (force)`);
  }
});

test('rows that the role may not see are not counted as none', async () => {
  await using database = await createTestDatabase({ migrate: false });
  await using role = await makeRole(database);
  await query(
    database.url,
    `create table hidden as select 1; create table shown as select 1; alter table shown enable row level security;
     grant select on shown to public`,
  );
  using project = makeProject(FILES);
  const outcome = await keelson(['reset'], { cwd: project.folder, env: { DATABASE_URL: role.url() } });
  expect(problemCode(outcome)).toBe('reset/not-confirmed');
  expect(outcome.stderr).toContain('2 tables with 0 rows and those of 2 tables that this role may not see');
});
