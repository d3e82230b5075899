import { Client } from 'pg';
import { createTestDatabase } from '../../src/testing/index.ts';
import { keelson, problemCode } from './keelson.ts';
import { makeProject, tableMigration } from './project.ts';
import { makeRole, query } from './role.ts';

// A command is a process of its own, and a machine may be busy.
/** Its body is a list of statements. */
const migration = (config: string, ...statements: readonly string[]): string => `
  export const config = ${config};
  export async function up(knex) { ${statements.map((sql) => `await knex.raw(${JSON.stringify(sql)});`).join(' ')} }
  export async function down() {}`;

test('what a migration did outside a transaction before it failed is not denied', async () => {
  await using database = await createTestDatabase({ migrate: false });
  using project = makeProject({
    'migrations/1_good.ts': tableMigration('good'),
    'migrations/2_half.ts': migration('{ transaction: false }', 'create table half ()', 'select 1/0'),
  });
  const here = { cwd: project.folder, env: { DATABASE_URL: database.url } };
  const { code, stderr } = await keelson(['migrate'], here);
  expect(code).toBe(1);
  expect(stderr).toBe(
    [
      'migrations/2_half.ts failed: select 1/0 - division by zero (22012)',
      'it runs without a transaction: the statements before the one that failed are done, and not run again',
      'the ones before it stay applied:',
      '  1_good',
      'fix: make possible what the server refuses, or correct that statement in the file, and run the command again: it goes on with it',
      '[migrations/failed]',
      '',
    ].join('\n'),
  );
  const again = await keelson(['migrate'], here);
  // It goes on where it ended, rather than with what is done.
  expect(again.stderr).toContain('division by zero');
  expect(again.stderr).not.toContain('as it was before');
});

test('nothing is called applied that the next migration took back with it', async () => {
  await using database = await createTestDatabase({ migrate: false });
  using project = makeProject({
    'migrations/1_good.ts': tableMigration('good'),
    'migrations/2_bad.ts': migration('{}', 'select 1/0'),
  });
  const outcome = await keelson(['migrate'], { cwd: project.folder, env: { DATABASE_URL: database.url } });
  expect(outcome).toMatchObject({ code: 1, stdout: '' });
});

test('a connection that is lost on the way is said', async () => {
  await using database = await createTestDatabase({ migrate: false });
  using project = makeProject({
    'migrations/1_lost.ts': migration(
      '{}',
      'create table lost ()',
      'select pg_terminate_backend(pg_backend_pid())',
    ),
  });
  const outcome = await keelson(['migrate'], { cwd: project.folder, env: { DATABASE_URL: database.url } });
  expect(outcome.code).toBe(1);
  expect(problemCode(outcome)).toBe('migrations/failed');
  expect(outcome.stderr).toContain('the database is as it was before');
});

test('a role that may not make the history table, and a schema for it that is made', async () => {
  await using database = await createTestDatabase({ migrate: false });
  await using role = await makeRole(database);
  await query(database.url, 'revoke create on schema public from public');
  using project = makeProject({ 'migrations/1_good.ts': tableMigration('good') });
  const refused = await keelson(['migrate'], { cwd: project.folder, env: { DATABASE_URL: role.url() } });
  expect(refused.code).toBe(1);
  expect(problemCode(refused)).toBe('migrations/no-history');
  expect(refused.stderr).toContain(`grant usage, create on schema "public" to "${role.name}"`);

  project.write('knexfile.ts', `export default { client: 'pg', migrations: { schemaName: 'elsewhere' } };`);
  const here = { cwd: project.folder, env: { DATABASE_URL: database.url } };
  expect(await keelson(['migrate'], here)).toMatchObject({ code: 0 });
  expect((await keelson(['migrate:status'], here)).stdout).toContain('1 applied');
});

test('a lock of Knex that nobody can have set is freed aloud; one that somebody may hold is waited for', async () => {
  await using database = await createTestDatabase({ migrate: false });
  using project = makeProject({ 'migrations/1_good.ts': tableMigration('good') });
  const here = { cwd: project.folder, env: { DATABASE_URL: database.url } };
  expect(await keelson(['migrate'], here)).toMatchObject({ code: 0 });
  await query(database.url, 'update knex_migrations_lock set is_locked = 1');
  project.write('migrations/2_more.ts', tableMigration('more'));
  const other = new Client(database.url);
  await other.connect();
  const locked = await keelson(['migrate', '--lock-wait', '1'], here);
  await other.end();
  expect(locked.code).toBe(1);
  expect(problemCode(locked)).toBe('migrations/knex-locked');
  const freed = await keelson(['migrate'], here);
  expect(freed.code).toBe(0);
  expect(freed.stderr).toContain('is free again');
  expect(freed.stdout).toContain('applied 2_more');
});

test('a history that names one migration twice hides no other', async () => {
  await using database = await createTestDatabase({ migrate: false });
  using project = makeProject({ 'migrations/1_good.ts': tableMigration('good') });
  const here = { cwd: project.folder, env: { DATABASE_URL: database.url } };
  await keelson(['migrate'], here);
  await query(database.url, `insert into knex_migrations (name, batch) values ('1_good', 1)`);
  project.write('migrations/2_more.ts', tableMigration('more'));
  expect((await keelson(['migrate'], here)).stdout).toContain('applied 2_more');
  expect((await keelson(['migrate:status'], here)).stdout).toMatch(/1_good +at an unknown time \(batch 1\)/);
});
