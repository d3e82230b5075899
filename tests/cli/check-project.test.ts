import { Client } from 'pg';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { keelson, problemCode } from './keelson.ts';
import type { Outcome } from './keelson.ts';
import { makeProject } from './project.ts';
import type { Project } from './project.ts';

jest.setTimeout(180_000);

let database: TestDatabase;
let client: Client;
let env: Record<string, string>;

beforeEach(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
  env = { DATABASE_URL: database.url };
});
afterEach(async () => {
  await client.end();
  await database.drop();
});

const check = async ({ folder }: Project, ...words: string[]): Promise<Outcome> =>
  await keelson(['check', ...words], { cwd: folder, env });

describe("drizzle.config's casing", () => {
  const TABLES = `
    import { integer, pgTable } from 'drizzle-orm/pg-core';
    export const boats = pgTable('boats', { sailArea: integer() });`;

  test.each([
    ['written in it', `export default { dialect: 'postgresql', casing: 'snake_case' };`],
    [
      'behind a name and a function',
      `import { defineConfig } from 'drizzle-kit';
       const config = defineConfig({ dialect: 'postgresql', 'casing': 'snake_case', out: './out' });
       export default config;`,
    ],
    ['spread into it', `import base from './base'; export default { ...base, dialect: 'postgresql' };`],
    [
      'computed',
      `const casing = ['snake', 'case'].join('_'); export default { dialect: 'postgresql', casing };`,
    ],
  ])('%s, holds however the schema is named', async (_, config) => {
    await client.query('create table boats (sail_area integer)');
    using project = makeProject({
      'drizzle.config.ts': config,
      'base.ts': `export default { casing: 'snake_case' };`,
      'tables.ts': TABLES,
    });
    expect(await check(project, '--schema', 'tables.ts')).toMatchObject({ code: 0 });
    project.write('package.json', '{ "keelson": { "schema": "./tables.ts" } }');
    expect(await check(project)).toMatchObject({ code: 0 });
    expect(await check(project, '--casing', 'camelCase')).toMatchObject({ code: 1 });
    expect(await check(project, '--casing', 'none')).toMatchObject({ code: 1 });
  });

  test('a configuration that does not load is no reason to guess, nor loaded where nothing depends on it', async () => {
    await client.query('create table boats (sail_area integer)');
    using project = makeProject({
      'drizzle.config.ts': `throw new Error('no secret'); export default { ...base };`,
      'tables.ts': TABLES,
    });
    const outcome = await check(project, '--schema', 'tables.ts');
    expect([outcome.code, problemCode(outcome)]).toEqual([2, 'cli/schema-does-not-load']);
    expect(outcome.stderr).toContain('with --casing');
    expect(await check(project, '--schema', 'tables.ts', '--casing', 'snake_case')).toMatchObject({
      code: 0,
    });
    project.write(
      'drizzle.config.ts',
      `throw new Error('no secret'); export default { casing: 'snake_case' };`,
    );
    expect(await check(project, '--schema', 'tables.ts')).toMatchObject({ code: 0 });
  });
});

test('what is behind an alias, a package or a barrel is found where it is written', async () => {
  await client.query('create table boats (id integer); create table crews (id integer)');
  using project = makeProject({
    'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
    'src/db/index.ts': `export * from '@/db/boats';\nexport { crews } from '@/db/crews.js';`,
    'src/db/boats.ts': `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const boats = pgTable('boats', {
  id: integer().notNull(),
});`,
    'src/db/crews.ts': `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const crews = pgTable('crews', { id: integer().notNull() });`,
  });
  const { code, stdout } = await check(project, '--schema', 'src/db', '--format', 'json');
  expect(code).toBe(1);
  const { differences } = JSON.parse(stdout) as { differences: { object: string; location: unknown }[] };
  expect(differences.map(({ object, location }) => [object, location]).sort()).toEqual([
    ['public.boats.id', { file: 'src/db/boats.ts', line: 3, column: 3 }],
    ['public.crews.id', { file: 'src/db/crews.ts', line: 2, column: 41 }],
  ]);
});

describe('a project without a knexfile', () => {
  const SCHEMA = `
    import { integer, pgSchema } from 'drizzle-orm/pg-core';
    export const boats = pgSchema('habour').table('boats', { id: integer() });`;
  const FOREIGN = /keelson (?:setup|migrate|up)|db:/;

  test.each([
    ['a database that is not there', '/nope', 'connection/no-database'],
    ['a database with nothing in it', '', 'parity/nothing-there'],
  ])('is never told to bring our migrations: %s', async (_, pathname, code) => {
    const url = pathname === '' ? database.url : Object.assign(new URL(database.url), { pathname }).href;
    using bare = makeProject({ 'schema.ts': SCHEMA }, { knexfile: '' });
    const without = await check(bare, '--url', url);
    expect([without.code, problemCode(without)]).toEqual([2, code]);
    expect(without.stderr).not.toMatch(FOREIGN);
    using own = makeProject({ 'schema.ts': SCHEMA });
    expect((await check(own, '--url', url)).stderr).toMatch(FOREIGN);
  });

  test('nor where nothing listens or no database is named, by any command', async () => {
    using bare = makeProject({ 'schema.ts': SCHEMA }, { knexfile: '' });
    for (const command of ['check', 'psql', 'status']) {
      const options = { cwd: bare.folder, env: { PATH: process.env.PATH ?? '' } };
      const away = await keelson([command, '--url', 'postgres://a@127.0.0.1:1/a'], options);
      expect(away.stdout + away.stderr).not.toMatch(FOREIGN);
      const unnamed = await keelson([command], options);
      expect(unnamed.stdout + unnamed.stderr).not.toMatch(FOREIGN);
    }
  });

  test('has no migrations to replay, which is not a verdict', async () => {
    using bare = makeProject({ 'schema.ts': SCHEMA }, { knexfile: '' });
    const outcome = await check(bare, '--replay');
    expect([outcome.code, problemCode(outcome)]).toEqual([2, 'cli/replay-no-knexfile']);
  });
});

describe('advice', () => {
  const SCHEMA = `
    import { integer, pgTable } from 'drizzle-orm/pg-core';
    export const boats = pgTable('boats', { id: integer() });`;

  test('names the option in which the URL was given', async () => {
    using project = makeProject({ 'schema.ts': SCHEMA });
    const away = await check(project, '--url', 'postgres://a@127.0.0.1:1/a');
    expect(away.stderr).toContain('in --url');
    expect(away.stderr).not.toContain('DATABASE_URL');
    project.write('migrations/1_boats.ts', 'export async function up() {} export async function down() {}');
    await client.query('create table boats (id integer)');
    const scratch = await check(project, '--replay', '--server', 'postgres://a@127.0.0.1:1/a');
    expect(scratch.code).toBe(2);
    expect(scratch.stderr).toContain('in --server');
    expect(scratch.stderr).not.toContain('DATABASE_URL');
  });

  test.each(['--server', '--knexfile'])('%s does nothing without --replay, which is said', async (option) => {
    using project = makeProject({ 'schema.ts': SCHEMA });
    const outcome = await check(project, option, 'x');
    expect([outcome.code, problemCode(outcome)]).toEqual([2, 'cli/usage']);
    expect(outcome.stderr).toContain('--replay');
  });

  test('names the folder in which no schema is found', async () => {
    using project = makeProject();
    expect((await check(project)).stderr).toContain(`found in ${project.folder}\n`);
  });

  test.each([
    ['a syntax error', 'export const boats = ;', 'schema.ts:1:22: Unexpected ";"'],
    [
      'an import that leads nowhere',
      `import './lost';`,
      `Cannot find module './lost', which schema.ts imports`,
    ],
  ])('is one line for %s, without what the loader did', async (_, schema, said) => {
    using project = makeProject({ 'schema.ts': schema });
    const { stderr } = await check(project);
    expect(stderr).toBe(
      `schema.ts cannot be loaded: ${said}\nfix: correct it there\n[cli/schema-does-not-load]\n`,
    );
  });

  test("shows of a stack what is the project's", async () => {
    using project = makeProject({ 'schema.ts': `export {};\nthrow new Error('half');` });
    const frames = (await check(project)).stderr.split('\n').filter((line) => line.startsWith('    at '));
    expect(frames.length).toBeGreaterThan(0);
    expect(frames.filter((frame) => !/schema\.ts:2:\d+/.test(frame))).toEqual([]);
  });

  test('names the file that declares nothing', async () => {
    using project = makeProject({ 'schema.ts': 'export const boats = 1;' });
    const { stderr } = await check(project);
    expect(stderr).toMatch(/^schema\.ts: the schema declares nothing/);
    expect(stderr).toContain('--schema');
  });
});
