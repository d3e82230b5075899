import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { createTestDatabase } from '../../src/testing/index.ts';
import { keelson, problemCode } from './keelson.ts';
import { makeProject, tableMigration } from './project.ts';

// A command is a process of its own, and a machine may be busy.
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
}, 120_000);

afterAll(async () => {
  await client.end();
  await database.drop();
});

async function tables(): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'knex%' order by 1`,
  );
  return rows.map(({ name }) => name);
}

describe('the connection', () => {
  test.each([
    ['no DATABASE_URL', {}, 'env/no-database', /DATABASE_URL is not set/],
    ['one that is no URL', { DATABASE_URL: 'localhost/app' }, 'env/invalid', /DATABASE_URL: .*postgres:\/\//],
    [
      'a server that is down',
      { DATABASE_URL: 'postgres://a:b@127.0.0.1:9/app' },
      'connection/refused',
      /a@127\.0\.0\.1:9\/app/,
    ],
  ])('%s: one message, exit code 1', async (_what, env, problem, message) => {
    using project = makeProject({ 'migrations/1_a.ts': tableMigration('a') });
    const outcome = await keelson(['migrate'], { cwd: project.folder, env });
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(problemCode(outcome)).toBe(problem);
    expect(outcome.stderr).toMatch(message);
    expect(outcome.stderr).not.toContain('    at ');
  });

  test('a wrong password', async () => {
    const url = new URL(database.url);
    if (url.password === '') url.password = 'x';
    url.password = `${url.password}-wrong-Secret`;
    using project = makeProject({ 'migrations/1_a.ts': tableMigration('a') });
    const outcome = await keelson(['migrate'], { cwd: project.folder, env: { DATABASE_URL: url.href } });
    expect(outcome.code).toBe(1);
    expect(problemCode(outcome)).toBe('connection/wrong-password');
    expect(outcome.stderr).not.toContain('wrong-Secret');
  });

  test('a database that does not exist', async () => {
    const url = new URL(database.url);
    url.pathname = '/no_such_database';
    using project = makeProject({ 'migrations/1_a.ts': tableMigration('a') });
    const outcome = await keelson(['migrate'], { cwd: project.folder, env: { DATABASE_URL: url.href } });
    expect(outcome.code).toBe(1);
    expect(problemCode(outcome)).toBe('connection/no-database');
  });
});

describe('migrations', () => {
  const good = { 'migrations/1_good.ts': tableMigration('good') };

  test.each([
    ['a folder that is missing', {}, 'migrations/no-folder'],
    [
      'one without down',
      { ...good, 'migrations/2_bad.ts': 'export async function up() {}' },
      'migrations/no-up-or-down',
    ],
    [
      'one without up',
      { ...good, 'migrations/2_bad.ts': 'export async function down() {}' },
      'migrations/no-up-or-down',
    ],
    [
      'one that throws at import',
      { ...good, 'migrations/2_bad.ts': `throw new Error('at import')` },
      'migrations/does-not-load',
    ],
    [
      'one with a syntax error',
      { ...good, 'migrations/2_bad.ts': 'export async function up( {' },
      'migrations/does-not-load',
    ],
    [
      'two of one name',
      { ...good, 'migrations/1_good.js': 'exports.up = exports.down = () => {}' },
      'migrations/duplicate',
    ],
  ])('%s: one message, and nothing is done', async (_what, files, problem) => {
    using project = makeProject(files);
    const outcome = await keelson(['migrate'], { cwd: project.folder, env: { DATABASE_URL: database.url } });
    expect(outcome.code).toBe(1);
    expect(problemCode(outcome)).toBe(problem);
    expect(await tables()).toEqual([]);
  });

  test('a failure names the file, the words of the server, and what stays', async () => {
    using project = makeProject({
      ...good,
      'migrations/2_bad.ts': `export async function up(knex) { await knex.raw('create table half (id int)'); await knex.raw('select 1/0'); } export async function down() {}`,
    });
    const { code, stderr } = await keelson(['migrate'], {
      cwd: project.folder,
      env: { DATABASE_URL: database.url },
    });
    expect(stderr).toBe(
      [
        'migrations/2_bad.ts failed: select 1/0 - division by zero (22012)',
        'the ones before it stay applied:',
        '  1_good',
        'fix: correct the migration and run the command again',
        '[migrations/failed]',
        '',
      ].join('\n'),
    );
    expect(code).toBe(1);
    expect(await tables()).toEqual(['good']);
  });

  test('a file that is gone from the folder is named', async () => {
    await using other = await createTestDatabase({ migrate: false });
    const env = { DATABASE_URL: other.url };
    using project = makeProject({ ...good, 'migrations/2_gone.ts': tableMigration('gone') });
    expect(await keelson(['migrate'], { cwd: project.folder, env })).toMatchObject({ code: 0 });
    using later = makeProject({ ...good, 'migrations/3_new.ts': tableMigration('new') });
    const outcome = await keelson(['migrate'], { cwd: later.folder, env });
    expect(outcome.code).toBe(1);
    expect(problemCode(outcome)).toBe('migrations/missing-file');
    expect(outcome.stderr).toContain('2_gone');
  });

  test('a history that stock Knex wrote with extensions goes on', async () => {
    await using other = await createTestDatabase({ migrate: false });
    const env = { DATABASE_URL: other.url };
    using project = makeProject(good);
    expect(await keelson(['migrate'], { cwd: project.folder, env })).toMatchObject({ code: 0 });
    const stock = new Client(other.url);
    await stock.connect();
    await stock.query(`update public.knex_migrations set name = name || '.js'`);
    project.write('migrations/2_more.ts', tableMigration('more'));
    const outcome = await keelson(['migrate'], { cwd: project.folder, env });
    const { rows } = await stock.query<{ name: string }>(
      'select name from public.knex_migrations order by id',
    );
    await stock.end();
    expect(outcome.code).toBe(0);
    expect(rows.map(({ name }) => name)).toEqual(['1_good.js', '2_more']);
  });
});

describe('the name of a new migration', () => {
  test.each([
    ['add nickname', 'add_nickname'],
    ['add.nickname', 'add_nickname'],
    ['../add/nickname', 'add_nickname'],
    ['Größe', 'gr_e'],
    ['add_nickname.ts', 'add_nickname'],
    ['', 'add_nickname'],
  ])('"%s" is refused, and a better one is offered', async (name, better) => {
    using project = makeProject();
    const outcome = await keelson(['migrate:make', name], { cwd: project.folder });
    expect(outcome.code).toBe(2);
    expect(problemCode(outcome)).toBe('migrations/bad-name');
    expect(outcome.stderr).toContain(`fix: npx keelson migrate:make ${better}\n`);
    expect(readdirSync(project.folder)).not.toContain('migrations');
  });

  test('a good one becomes a file that runs both ways and sorts behind the others', async () => {
    await using other = await createTestDatabase({ migrate: false });
    const env = { DATABASE_URL: other.url };
    using project = makeProject({ 'migrations/29991231235959_from_the_future.ts': tableMigration('future') });
    expect(await keelson(['migrate:make', 'add_nickname'], { cwd: project.folder })).toMatchObject({
      code: 0,
      stdout: `made ${path.join('migrations', '30000101000000_add_nickname.ts')}\n`,
    });
    expect(await keelson(['migrate'], { cwd: project.folder, env })).toMatchObject({ code: 0 });
    expect(await keelson(['migrate:rollback'], { cwd: project.folder, env })).toMatchObject({ code: 0 });
  });
});

describe('seeds', () => {
  const insert = (id: number): string =>
    `export async function seed(knex) { await knex('things').insert({ id: ${id} }); }`;

  beforeAll(async () => {
    await client.query('create table things (id int)');
  });
  afterAll(async () => {
    await client.query('drop table things');
  });

  test.each([
    ['a folder that is missing', {}, 'seeds/no-folder'],
    ['one that does not export seed', { 'seeds/dev/1.ts': 'export const x = 1' }, 'seeds/no-seed'],
    [
      'one that throws at import',
      { 'seeds/dev/1.ts': insert(1), 'seeds/dev/2.ts': `throw new Error('no')` },
      'seeds/does-not-load',
    ],
    [
      'one that fails half way',
      {
        'seeds/dev/1.ts': insert(1),
        'seeds/dev/2.ts': `export async function seed(knex) { await knex('things').insert({ id: 2 }); await knex.raw('select 1/0'); }`,
      },
      'seeds/failed',
    ],
  ])('%s: one message, and nothing is done', async (_what, files, problem) => {
    using project = makeProject(files);
    const outcome = await keelson(['seed'], { cwd: project.folder, env: { DATABASE_URL: database.url } });
    expect(outcome.code).toBe(1);
    expect(problemCode(outcome)).toBe(problem);
    expect((await client.query('select from things')).rowCount).toBe(0);
  });

  test('they run in the order of their numbers', async () => {
    using project = makeProject({ 'seeds/dev/10_b.ts': insert(10), 'seeds/dev/2_a.ts': insert(2) });
    const { code, stdout } = await keelson(['seed'], {
      cwd: project.folder,
      env: { DATABASE_URL: database.url },
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/seeded 2_a .*\nseeded 10_b /);
    expect((await client.query('select id from things order by ctid')).rows).toEqual([{ id: 2 }, { id: 10 }]);
  });
});
