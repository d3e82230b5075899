import { spawnSync } from 'node:child_process';
import { createTestDatabase } from '../../src/testing/index.ts';
import { keelson, ROOT } from './keelson.ts';
import { makeProject, tableMigration } from './project.ts';

test('up, again, status and back, and stock Knex sees the same at each step', async () => {
  await using database = await createTestDatabase({ migrate: false });
  const env = { DATABASE_URL: database.url };
  const knex = (...words: string[]): string => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [require.resolve('knex/bin/cli.js'), ...words],
      {
        cwd: ROOT,
        encoding: 'utf8',
        env: { ...process.env, NODE_ENV: 'development', ...env },
      },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout;
  };

  expect((await keelson(['migrate:status'], { env })).stdout).toContain('0 applied, 15 pending, 0 missing');
  const migrated = await keelson(['migrate'], { env });
  expect(migrated.code).toBe(0);
  expect(migrated.stdout).toMatch(/^applied 20260101000000_create_auth_namespace \(\d+ ms\)$/m);
  expect(migrated.stdout).toMatch(/^15 migrations applied to /m);
  expect(knex('migrate:status')).toMatch(
    /Found 15 Completed Migration file\/files\.\n20260101000000_create_auth_namespace\n/,
  );
  expect(knex('migrate:latest')).toContain('Already up to date');
  expect((await keelson(['migrate'], { env })).stdout).toContain('nothing to do');
  expect(knex('seed:run')).toContain('Ran 8 seed files');

  expect(knex('migrate:rollback')).toContain('Batch 1 rolled back: 15 migrations');
  expect((await keelson(['migrate:status', '--format', 'json'], { env })).stdout).toContain('"applied": []');
  expect(knex('migrate:latest')).toContain('Batch 1 run: 15 migrations');
  const back = await keelson(['migrate:rollback'], { env });
  expect(back.stdout).toMatch(/^rolled back 20260101000000_create_auth_namespace/m);
  expect(back.stdout).toMatch(/^15 migrations rolled back on /m);
  expect((await keelson(['migrate:rollback'], { env })).stdout).toContain('nothing to roll back');
}, 120_000);

test('status makes nothing in the database', async () => {
  await using database = await createTestDatabase({ migrate: false });
  const env = { DATABASE_URL: database.url };
  await keelson(['migrate:status'], { env });
  expect((await keelson(['status'], { env })).code).toBe(0);
  const { stdout } = await keelson(['migrate:status', '--format', 'json'], { env });
  expect(JSON.parse(stdout)).toMatchObject({ applied: [], missing: [] });
});

test('a project in JavaScript, in ES modules, and one whose TypeScript has path aliases and enums', async () => {
  await using database = await createTestDatabase({ migrate: false });
  const env = { DATABASE_URL: database.url };
  using project = makeProject({
    'package.json': '{ "type": "module" }',
    'tsconfig.json': '{ "compilerOptions": { "paths": { "@tables": ["./tables.ts"] } } }',
    'tables.ts': `export enum Table { Boats = 'boats' }`,
    'migrations/1_boats.ts': `
      import { Table } from '@tables';
      export async function up(knex) { await knex.schema.createTable(Table.Boats, (t) => { t.integer('id'); }); }
      export async function down(knex) { await knex.schema.dropTable(Table.Boats); }`,
    'migrations/2_oars.js': tableMigration('oars')
      .replace(/import type.*/, '')
      .replaceAll(/: (?:Knex|Promise<void>)/g, ''),
    'migrations/3_sails.cjs': `exports.up = async (knex) => { await knex.schema.createTable('sails', (t) => { t.integer('id'); }); };
      exports.down = async (knex) => { await knex.schema.dropTable('sails'); };`,
  });
  const outcome = await keelson(['migrate'], { cwd: project.folder, env });
  expect(outcome.stderr).toBe('');
  expect(outcome.stdout).toContain('3 migrations applied');
  expect((await keelson(['migrate:rollback'], { cwd: project.folder, env })).stdout).toContain(
    '3 migrations rolled back',
  );
});
