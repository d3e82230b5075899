import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectProven } from '../../src/testing/index.ts';
import { makeMigrations, statements, table } from './project.ts';

const KNEXFILE = path.join(__dirname, '..', '..', 'knexfile.ts');

test('our own migrations are proven, each anew, and the file beside them says so', async () => {
  const { migrations, unfilled } = await expectProven({ knexfile: KNEXFILE });
  expect(migrations.length).toBeGreaterThan(10);
  expect(new Set(migrations.map(({ outcome }) => outcome))).toEqual(new Set(['reversible']));
  expect(migrations.filter(({ rows }) => rows !== 'all').map(({ name }) => name)).toEqual([]);
  expect(unfilled).toEqual([]);
  expect(existsSync(path.join(__dirname, '..', '..', 'knex', 'migrations', 'proofs.json'))).toBe(true);
});

test('all that is wrong is said, and that a proof is not written down', async () => {
  using wrong = makeMigrations({ '1_a': statements(['create table a (id int)'], []), '2_b': table('b') });
  using unwritten = makeMigrations({ '1_a': table('a') });
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-knexfile-'));
  const knexfile = path.join(folder, 'knexfile.js');
  const write = (migrations: string): void => {
    writeFileSync(
      path.join(folder, `${path.basename(migrations)}.js`),
      `exports.client = 'pg'; exports.migrations = { directory: ${JSON.stringify(migrations)} };`,
    );
  };
  try {
    for (const { folder: migrations } of [wrong, unwritten]) write(migrations);
    const of = (migrations: string): string =>
      path.join(path.dirname(knexfile), `${path.basename(migrations)}.js`);
    const failed = expectProven({ knexfile: of(wrong.folder) });
    await expect(failed).rejects.toThrow(/1_a:\n(?:.*\n)* {4}table public\.a is still there/);
    await expect(failed).rejects.toThrow('2_b: not tried');
    await expect(expectProven({ knexfile: of(unwritten.folder) })).rejects.toThrow(
      /proofs\.json is not up to date/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
