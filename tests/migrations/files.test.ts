// Which files are migrations, and which migration a file is.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import makeKnex from 'knex';
import { createTestDatabase } from '../../src/testing/index.ts';
import { keelson } from '../cli/keelson.ts';
import { makeProject } from '../cli/project.ts';
import { query } from '../cli/role.ts';
import { table } from './project.ts';
import { scene } from './scene.ts';

const TYPED = (name: string): string => `
import type { Knex } from 'knex';
export async function up(knex: Knex): Promise<void> { await knex.raw('create table ${name} (id int)'); }
export async function down(knex: Knex): Promise<void> { await knex.raw('drop table ${name}'); }
`;

test('declarations, maps, notes and what editors leave behind are no migrations', async () => {
  await using here = await scene({ '1_one': table('one') });
  for (const name of [
    '1_one.d.ts',
    '1_one.d.mts',
    '1_one.js.map',
    'README.md',
    '2_two.sql',
    '3_three.js~',
    '._1_one.js',
    '.#1_one.js',
  ]) {
    writeFileSync(path.join(here.migrations.folder, name), 'no migration');
  }
  expect(await here.up()).toEqual(['1_one']);
  expect(await here.down()).toEqual(['1_one']);
});

test('what was applied as TypeScript is known as the JavaScript of a build, and the other way round', async () => {
  await using here = await scene({});
  const { folder } = here.migrations;
  writeFileSync(path.join(folder, '1_one.ts'), TYPED('one'));
  expect(await here.up()).toEqual(['1_one']);
  rmSync(path.join(folder, '1_one.ts'));
  here.migrations.write('1_one', table('one'));
  here.migrations.write('2_two', table('two'));
  expect(await here.up()).toEqual(['2_two']);
  expect(await here.applied()).toEqual(['1_one', '2_two']);
  here.migrations.remove('2_two');
  writeFileSync(path.join(folder, '2_two.ts'), TYPED('two'));
  expect(await here.up()).toEqual([]);
  expect(await here.down({ deploys: 3 })).toEqual(['2_two', '1_one']);
  expect(await here.has('one')).toBe(false);
});

test('one migration as two files is refused before anything runs, and both are named', async () => {
  await using here = await scene({ '1_one': table('one') });
  writeFileSync(path.join(here.migrations.folder, '1_one.ts'), TYPED('one'));
  await expect(here.up()).rejects.toMatchObject({
    code: 'migrations/duplicate',
    what: expect.stringMatching(/1_one\.[jt]s\n.*1_one\.[jt]s/) as string,
  });
  expect(await here.has('one')).toBe(false);
});

test('a history that a stock Knex wrote with extensions goes on, whatever the files are now', async () => {
  await using here = await scene({ '1_one': table('one'), '2_two': table('two') });
  const knex = makeKnex({ client: 'pg', connection: here.database.url });
  await knex.migrate.latest({ directory: here.migrations.folder }).finally(async () => {
    await knex.destroy();
  });
  expect(await here.applied()).toEqual(['1_one.js', '2_two.js']);
  here.migrations.remove('2_two');
  writeFileSync(path.join(here.migrations.folder, '2_two.ts'), TYPED('two'));
  here.migrations.write('3_three', table('three'));
  expect(await here.up()).toEqual(['3_three']);
  expect(await here.down()).toEqual(['3_three']);
  expect(await here.down({ to: '1_one' })).toEqual(['2_two']);
  expect([await here.has('two'), await here.applied()]).toEqual([false, ['1_one.js']]);
});

test('a file that was renamed: which one it is now, and renamed back it goes on', async () => {
  await using here = await scene({ '1_one': table('one'), '2_two': table('two') });
  await here.up();
  const [from, to] = ['2_two.js', '2_other.js'].map((name) => path.join(here.migrations.folder, name)) as [
    string,
    string,
  ];
  renameSync(from, to);
  await expect(here.up()).rejects.toMatchObject({
    code: 'migrations/missing-file',
    what: expect.stringMatching(/2_two: what it said is in .*2_other\.js now/) as string,
  });
  renameSync(to, from);
  expect(await here.up()).toEqual([]);
  rmSync(from);
  await expect(here.up()).rejects.toMatchObject({
    what: expect.stringMatching(/:\n {2}2_two$/) as string,
    fix: expect.stringContaining('another branch') as string,
  });
});

test('a file that does not load, or cannot go back, stops the deploy before its first migration', async () => {
  await using here = await scene({ '1_one': table('one'), '2_two': 'exports.up = async () => {};' });
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/no-up-or-down' });
  here.migrations.write('3_three', 'this is no JavaScript');
  here.migrations.remove('2_two');
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/does-not-load' });
  expect([await here.has('one'), await here.applied()]).toEqual([false, []]);
});

test('every kind of module in one folder, by name, up and back', async () => {
  await using database = await createTestDatabase({ migrate: false });
  const esm = (name: string): string =>
    `export const up = (knex) => knex.raw('create table ${name} (id int)');\nexport const down = (knex) => knex.raw('drop table ${name}');`;
  using project = makeProject({
    'migrations/1_ts.ts': TYPED('ts'),
    'migrations/2_js.js': table('js'),
    'migrations/3_mts.mts': TYPED('mts'),
    'migrations/4_cts.cts': TYPED('cts'),
    'migrations/5_mjs.mjs': esm('mjs'),
    'migrations/6_cjs.cjs': table('cjs'),
    'migrations/7_default.ts': `export default { up: (knex) => knex.raw('create table seven ()'), down: (knex) => knex.raw('drop table seven') };`,
  });
  mkdirSync(path.join(project.folder, 'migrations/8_folder'));
  const here = { cwd: project.folder, env: { DATABASE_URL: database.url } };
  const names = ['1_ts', '2_js', '3_mts', '4_cts', '5_mjs', '6_cjs', '7_default'];
  const up = await keelson(['migrate'], here);
  expect({ code: up.code, stderr: up.stderr }).toEqual({ code: 0, stderr: '' });
  expect(await query(database.url, 'select name from knex_migrations order by id')).toEqual(
    names.map((name) => ({ name })),
  );
  const back = await keelson(['migrate:rollback'], here);
  expect(back.stdout.match(/rolled back \d\S+/g)).toEqual(
    [...names].reverse().map((name) => `rolled back ${name}`),
  );
});
