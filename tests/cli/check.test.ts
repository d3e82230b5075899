import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { keelson, problemCode, ROOT } from './keelson.ts';
import { makeProject } from './project.ts';

jest.setTimeout(180_000);

const SCHEMA = `
  import { integer, pgTable, text } from 'drizzle-orm/pg-core';
  export const boats = pgTable('boats', {
    id: integer().primaryKey(),
    name: text().notNull(),
  });`;
const BOATS = 'create table boats (id integer primary key, name text not null)';

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

test('our own schema and our own migrations agree', async () => {
  await using migrated = await createTestDatabase();
  const { code, stdout } = await keelson(['check'], { env: { DATABASE_URL: migrated.url } });
  expect(stdout).toMatch(/^agree: \d+ facts of 1 schema, 17 tables, /m);
  expect(code).toBe(0);
});

describe("in somebody else's project", () => {
  test('nothing need be configured, and each difference is shown with its line', async () => {
    using project = makeProject({ 'src/db/schema.ts': SCHEMA });
    await client.query(BOATS);
    const agree = await keelson(['check'], { cwd: project.folder, env });
    expect(agree).toMatchObject({ code: 0 });

    await client.query('alter table boats alter name drop not null, add length integer');
    const differ = await keelson(['check'], { cwd: project.folder, env });
    expect(differ.code).toBe(1);
    expect(differ.stdout).toContain('public.boats.name: declared not null, in the database nullable');
    expect(differ.stdout).toContain('src/db/schema.ts:5:5');
    expect(differ.stdout).toContain('[column/undeclared]');
    expect(differ.stdout).toContain('differ: 2 differences');
    // Colours are for terminals.
    expect(differ.stdout).not.toContain('\u001b');
  });

  test('its modules, path aliases, several files and own copy of Drizzle are taken as they are', async () => {
    using project = makeProject({
      'package.json': '{ "type": "module" }',
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./app/*"] } } }',
      'app/names.ts': `export enum Names { Boats = 'boats' }`,
      'app/boats.schema.ts': `
        import { Names } from '@/names';
        import { integer, pgTable, text } from 'drizzle-orm-1/pg-core';
        export const boats = pgTable(Names.Boats, { id: integer().primaryKey(), name: text().notNull() });`,
      'app/crews.schema.ts': `
        import { boats } from './boats.schema.js';
        import { integer, pgTable } from 'drizzle-orm-1/pg-core';
        export const crews = pgTable('crews', { boat: integer().references(() => boats.id) });`,
    });
    await client.query(BOATS);
    await client.query('create table crews (boat integer constraint crews_boat_foreign references boats)');
    const outcome = await keelson(['check', '--schema', 'app/**/*.schema.ts'], { cwd: project.folder, env });
    expect(outcome).toMatchObject({ code: 0 });
    expect(outcome.stdout).toContain('2 tables, 3 columns');
  });

  test("drizzle.config says where the schema is and which casing it has; package.json's word comes first", async () => {
    using project = makeProject({
      'drizzle.config.ts': `export default { dialect: 'postgresql', schema: ['./tables.ts'], casing: 'snake_case' };`,
      'tables.ts': `
        import { integer, pgTable } from 'drizzle-orm/pg-core';
        export const boats = pgTable('boats', { sailArea: integer() });`,
      'other.ts': SCHEMA,
    });
    await client.query('create table boats (sail_area integer)');
    expect(await keelson(['check'], { cwd: project.folder, env })).toMatchObject({ code: 0 });
    project.write('package.json', '{ "keelson": { "schema": "./other.ts" } }');
    expect(await keelson(['check'], { cwd: project.folder, env })).toMatchObject({ code: 1 });
  });
});

describe('formats', () => {
  test.each([
    ['json', (text: string) => !(JSON.parse(text) as { agrees: boolean }).agrees],
    ['github', (text: string) => /^::error file=schema\.ts,line=5,/m.test(text)],
    ['junit', (text: string) => text.startsWith('<?xml') && text.includes('type="column/nullable"')],
    ['html', (text: string) => text.startsWith('<!doctype html>') && text.includes('boats')],
  ])('%s, printed and written to a file', async (format, isRight) => {
    using project = makeProject({ 'schema.ts': SCHEMA });
    await client.query(`${BOATS}; alter table boats alter name drop not null`);
    const printed = await keelson(['check', '--format', format], { cwd: project.folder, env });
    expect(printed.code).toBe(1);
    expect(isRight(printed.stdout)).toBe(true);
    const written = await keelson(['check', '--format', format, '--output', 'out'], {
      cwd: project.folder,
      env,
    });
    expect(written).toMatchObject({ code: 1, stdout: '' });
    expect(isRight(readFileSync(path.join(project.folder, 'out'), 'utf8'))).toBe(true);
  });
});

test('a difference can be accepted with a reason, until it is gone', async () => {
  const entry = {
    code: 'column/undeclared',
    object: 'public.boats.length',
    reason: 'goes with the next release',
  };
  using project = makeProject({ 'schema.ts': SCHEMA, 'keelson.accepted.json': JSON.stringify([entry]) });
  await client.query(`${BOATS}; alter table boats add length integer`);
  const accepted = await keelson(['check'], { cwd: project.folder, env });
  expect(accepted).toMatchObject({ code: 0 });
  expect(accepted.stdout).toContain('1 accepted');

  await client.query('alter table boats drop length');
  const stale = await keelson(['check'], { cwd: project.folder, env });
  expect(stale.code).toBe(1);
  expect(stale.stdout).toContain('[accepted/stale]');

  project.write('keelson.accepted.json', JSON.stringify([{ ...entry, reason: '' }]));
  const wrong = await keelson(['check'], { cwd: project.folder, env });
  expect([wrong.code, problemCode(wrong)]).toEqual([2, 'cli/accepted-file']);
});

describe('what cannot be told is never 0', () => {
  test.each([
    ['a schema that does not load', 'throw new Error("half written");', 'cli/schema-does-not-load'],
    ['a schema without declarations', 'export const boats = 1;', 'parity/nothing-declared'],
    [
      'a schema of another dialect',
      `import { int, mysqlTable } from 'drizzle-orm/mysql-core'; export const boats = mysqlTable('boats', { id: int() });`,
      'parity/other-dialect',
    ],
    [
      'a check of another dialect in a table',
      `import { sql } from 'drizzle-orm';
       import { check } from 'drizzle-orm/mysql-core';
       import { integer, pgTable } from 'drizzle-orm/pg-core';
       export const boats = pgTable('boats', { id: integer() }, () => [check('x', sql\`true\`) as never]);`,
      'parity/other-dialect',
    ],
    [
      'a namespace that is not there',
      `import { integer, pgSchema } from 'drizzle-orm/pg-core';
       export const boats = pgSchema('habour').table('boats', { id: integer() });`,
      'parity/nothing-there',
    ],
  ])('%s', async (_, schema, code) => {
    using project = makeProject({ 'schema.ts': schema });
    await client.query(BOATS);
    const outcome = await keelson(['check'], { cwd: project.folder, env });
    expect([outcome.code, problemCode(outcome)]).toEqual([2, code]);
    expect(outcome.stdout).toBe('');
  });

  test('a schema file that is not there, and a server that does not answer', async () => {
    using project = makeProject({ 'schema.ts': SCHEMA });
    const lost = await keelson(['check', '--schema', 'nowhere.ts'], { cwd: project.folder, env });
    expect([lost.code, problemCode(lost)]).toEqual([2, 'cli/no-schema']);
    const away = await keelson(['check', '--url', 'postgres://a@127.0.0.1:1/a'], {
      cwd: project.folder,
      env,
    });
    expect(away.code).toBe(2);
  });

  test('an undecided fact alone', async () => {
    using project = makeProject({
      'schema.ts': `
        import { pgTable, timestamp } from 'drizzle-orm/pg-core';
        export const boats = pgTable('boats', { built: timestamp({ mode: 'string' }).default('now') });`,
    });
    await client.query(`create table boats (built timestamp default 'now')`);
    const outcome = await keelson(['check'], { cwd: project.folder, env });
    expect(outcome.code).toBe(2);
    expect(outcome.stdout).toContain('undecided');
  });
});

test('a table that is exported under two names is one table', async () => {
  using project = makeProject({ 'schema.ts': `${SCHEMA}\nexport { boats as ships };` });
  await client.query(BOATS);
  expect(await keelson(['check'], { cwd: project.folder, env })).toMatchObject({ code: 0 });
});

describe('a deploy in progress', () => {
  /** Starts the command on a database whose lock is taken, and calls when it says that it waits. */
  async function whileLocked(waiting: (child: ChildProcess) => Promise<unknown>) {
    using project = makeProject({ 'schema.ts': SCHEMA });
    await client.query(`${BOATS}; create table knex_migrations_lock (index serial primary key, is_locked integer);
      insert into knex_migrations_lock (is_locked) values (1)`);
    const child = spawn(
      process.execPath,
      ['--import', `file://${require.resolve('tsx')}`, path.join(ROOT, 'src/cli/main.ts'), 'check'],
      { cwd: project.folder, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let stderr = '';
    let told: Promise<unknown> | undefined;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (stderr.includes('waiting: the database is being migrated')) told ??= waiting(child);
    });
    const [code] = (await once(child, 'close')) as [number | null];
    await told;
    return { code, codes: stderr.match(/\[[a-z/-]+\]/g) };
  }

  test('is waited for', async () => {
    const outcome = await whileLocked(
      async () => await client.query('update knex_migrations_lock set is_locked = 0'),
    );
    expect(outcome).toEqual({ code: 0, codes: null });
  });

  test('Ctrl-C ends the waiting with one message, exit code 2 and nothing left on the server', async () => {
    const outcome = await whileLocked((child) => Promise.resolve(child.kill('SIGINT')));
    expect(outcome).toEqual({ code: 2, codes: ['[cli/cancelled]'] });
    // A session is still listed for a moment after its client has gone.
    const others = `select pid from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`;
    for (let look = 0; look < 300 && (await client.query(others)).rowCount !== 0; look += 1) await sleep(100);
    expect((await client.query(others)).rows).toEqual([]);
  });
});
