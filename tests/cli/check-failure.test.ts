import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { keelson, problemCode } from './keelson.ts';
import { makeProject } from './project.ts';

jest.setTimeout(180_000);

const SCHEMA = `
  import { integer, pgTable } from 'drizzle-orm/pg-core';
  export const boats = pgTable('boats', { id: integer().primaryKey() });`;

let database: TestDatabase;
let env: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  const client = new Client(database.url);
  await client.connect();
  await client.query('create table boats (id integer primary key)');
  await client.end();
  env = { DATABASE_URL: database.url };
});
afterAll(async () => {
  await database.drop();
});

interface FailureDocument {
  readonly version: number;
  readonly agrees?: boolean;
  readonly error: { readonly code: string; readonly message: string; readonly fix: string };
}

describe.each([
  [
    'json',
    (text: string) => {
      const { version, agrees, error } = JSON.parse(text) as FailureDocument;
      expect({ version, agrees }).toEqual({ version: 1, agrees: undefined });
      expect(Object.keys(error)).toEqual(['code', 'message', 'fix']);
      expect(error.code).toBe('connection/no-database');
      expect(error.message).toContain('the database nope does not exist');
      expect(error.fix).toContain('correct its name in --url');
    },
  ],
  [
    'github',
    (text: string) => {
      expect(text).toMatch(
        /^::error title=connection\/no-database::.*the database nope does not exist%0Afix: .*\n$/,
      );
    },
  ],
  [
    'junit',
    (text: string) => {
      expect(text).toContain('<testsuites name="keelson verdict" tests="1" failures="0" errors="1">');
      expect(text).toMatch(/<testcase .*>\s*<error message=".*nope does not exist" type="connection\//);
    },
  ],
  [
    'html',
    (text: string) => {
      expect(text).toMatch(/^<!doctype html>/);
      expect(text).toContain('could not tell');
      expect(text).toContain('the database nope does not exist');
    },
  ],
] as const)('without a verdict, --format %s', (format, isRight) => {
  const away = (): string => Object.assign(new URL(database.url), { pathname: '/nope' }).href;

  test('says so on stdout', async () => {
    using project = makeProject({ 'schema.ts': SCHEMA });
    const outcome = await keelson(['check', '--url', away(), '--format', format], {
      cwd: project.folder,
      env,
    });
    expect([outcome.code, problemCode(outcome)]).toEqual([2, 'connection/no-database']);
    isRight(outcome.stdout);
  });

  test('says so in the file, in the place of an old verdict', async () => {
    using project = makeProject({ 'schema.ts': SCHEMA });
    const words = ['--format', format, '--output', 'out'];
    const good = await keelson(['check', ...words], { cwd: project.folder, env });
    expect(good).toMatchObject({ code: 0 });
    const outcome = await keelson(['check', '--url', away(), ...words], { cwd: project.folder, env });
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    isRight(readFileSync(path.join(project.folder, 'out'), 'utf8'));
  });
});

test('text in a file, and a mistake in calling, leave no old verdict behind either', async () => {
  using project = makeProject({ 'schema.ts': 'throw new Error("half written");' });
  const out = path.join(project.folder, 'out');
  writeFileSync(out, 'agree: 41 facts');
  await keelson(['check', '--output', 'out'], { cwd: project.folder, env });
  expect(readFileSync(out, 'utf8')).toMatch(
    /^could not tell\n.*half written\n(?:.*\n)*\[cli\/schema-does-not-load\]\n$/,
  );
  writeFileSync(out, '{ "agrees": true }');
  const wrong = await keelson(['check', '--format=json', '--output=out', '--fast'], {
    cwd: project.folder,
    env,
  });
  expect(wrong.code).toBe(2);
  expect((JSON.parse(readFileSync(out, 'utf8')) as FailureDocument).error.code).toBe('cli/usage');
});

test('a place that cannot be written to is a problem with advice', async () => {
  using project = makeProject({ 'schema.ts': SCHEMA });
  mkdirSync(path.join(project.folder, 'folder'));
  for (const [output, what] of [
    ['lost/out', 'lost/out: its folder is not there'],
    ['folder', 'folder: it is a folder'],
  ] as const) {
    const outcome = await keelson(['check', '--output', output], { cwd: project.folder, env });
    expect([outcome.code, problemCode(outcome)]).toEqual([2, 'cli/output']);
    expect(outcome.stderr).toContain(what);
    expect(outcome.stderr).not.toMatch(/^\s+at /m);
  }
});
