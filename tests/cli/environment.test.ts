import { createTestDatabase } from '../../src/testing/index.ts';
import { keelson, problemCode } from './keelson.ts';
import { makeProject, tableMigration } from './project.ts';
import { makeRole, query } from './role.ts';

// A command is a process of its own, and a machine may be busy.
test('a database that says it is of production takes no seeds for development and is never reset', async () => {
  await using database = await createTestDatabase();
  const env = { DATABASE_URL: database.url };
  expect((await keelson(['environment'], { env })).stdout).toContain('nobody has said what it is for');

  // A deploy tells it.
  expect(await keelson(['migrate'], { env: { ...env, NODE_ENV: 'production' } })).toMatchObject({ code: 0 });
  expect((await keelson(['environment'], { env })).stdout).toMatch(/: production$/m);

  for (const mode of ['dev', 'test']) {
    const outcome = await keelson(['seed', '--mode', mode], { env });
    expect(outcome.code).toBe(1);
    expect(problemCode(outcome)).toBe('seeds/production');
  }
  expect(await keelson(['seed', '--mode', 'prod'], { env })).toMatchObject({ code: 0 });
  for (const command of ['reset', 'setup']) {
    const outcome = await keelson([command, '--yes', '--i-know-this-is-not-local'], { env });
    expect(outcome.code).toBe(1);
    expect(problemCode(outcome)).toBe('reset/production');
  }

  expect(await keelson(['environment', 'development'], { env })).toMatchObject({ code: 0 });
  expect(await keelson(['seed', '--mode', 'dev'], { env })).toMatchObject({ code: 0 });
});

test('in NODE_ENV=production nothing is reset and only the seeds of production run', async () => {
  const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nothing', NODE_ENV: 'production' };
  expect(problemCode(await keelson(['reset', '--yes'], { env }))).toBe('reset/production');
  expect(problemCode(await keelson(['seed', '--mode', 'dev'], { env }))).toBe('seeds/production');
});

test('a name that is none is a mistake in calling', async () => {
  const outcome = await keelson(['environment', 'staging'], {
    env: { DATABASE_URL: 'postgres://a@127.0.0.1:9/b' },
  });
  expect(outcome.code).toBe(2);
});

test('a role that may not make a schema is told what its owner has to do once, and that is enough', async () => {
  await using database = await createTestDatabase({ migrate: false });
  await using role = await makeRole(database);
  await query(database.url, `grant create on schema public to "${role.name}"`);
  using project = makeProject({ 'migrations/1_boats.ts': tableMigration('boats') });
  const deploy = { cwd: project.folder, env: { DATABASE_URL: role.url(), NODE_ENV: 'production' } };
  const refused = await keelson(['migrate'], deploy);
  expect(refused.code).toBe(1);
  expect(problemCode(refused)).toBe('migrations/no-ledger');
  const fix = /create schema keelson authorization \S+/.exec(refused.stderr)?.[0] ?? '';
  await query(database.url, fix);
  expect(await keelson(['migrate'], deploy)).toMatchObject({ code: 0, stderr: '' });
  const reset = await keelson(['reset', '--yes'], { cwd: project.folder, env: { DATABASE_URL: role.url() } });
  expect(problemCode(reset)).toBe('reset/production');
});

test('where the record may be kept, but what the database is for may not be said, the deploy is done', async () => {
  await using database = await createTestDatabase({ migrate: false });
  await using role = await makeRole(database);
  await query(
    database.url,
    `grant create on schema public to "${role.name}"; create schema keelson;
     grant usage, create on schema keelson to "${role.name}"; create table keelson.environment (name text); grant usage on schema keelson to public`,
  );
  using project = makeProject({ 'migrations/1_boats.ts': tableMigration('boats') });
  const deploy = { cwd: project.folder, env: { DATABASE_URL: role.url(), NODE_ENV: 'production' } };
  const untold = await keelson(['migrate'], deploy);
  expect(untold.code).toBe(0);
  expect(untold.stdout).toContain('applied 1_boats');
  expect(untold.stderr).toMatch(/^warning: .*permission denied/);
  expect(problemCode(untold)).toBe('database/environment-not-allowed');
});

test('what cannot be read is not taken for a no', async () => {
  await using database = await createTestDatabase({ migrate: false });
  await using role = await makeRole(database);
  await query(database.url, 'create schema keelson; create table keelson.environment (name text)');
  using project = makeProject({
    'migrations/1_boats.ts': tableMigration('boats'),
    'seeds/dev/1.ts': 'export async function seed() {}',
  });
  const here = { cwd: project.folder, env: { DATABASE_URL: role.url() } };
  for (const words of [['seed'], ['reset', '--yes']]) {
    const outcome = await keelson(words, here);
    expect(outcome.code).toBe(1);
    expect(problemCode(outcome)).toBe('database/environment-not-allowed');
  }
  const status = await keelson(['status'], here);
  expect(status.code).toBe(0);
  expect(status.stdout).toMatch(/^environment +this role may not read/m);
});
