import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import path from 'node:path';
import { connectionUrl } from '../../src/postgres/connection-url.ts';
import type { ConnectionSettings } from '../../src/postgres/settings.ts';
import { withSettings } from '../../src/postgres/settings.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import { freePort } from '../postgres/free-port.ts';
import { keelson, problemCode, ROOT } from './keelson.ts';
import { makeProject, tableMigration } from './project.ts';
import { query } from './role.ts';

const NICK = `
  export async function up(knex) {
    await knex.schema.alterTable('boats', (t) => { t.text('nick'); });
    await knex('boats').insert({ id: 1, nick: 'a' });
  }
  export async function down(knex) {
    await knex('boats').where({ id: 1 }).delete();
    await knex.schema.alterTable('boats', (t) => { t.dropColumn('nick'); });
  }`;

test('a dry run prints the SQL, its locks and whom they block, and a deploy follows as it said', async () => {
  await using database = await createTestDatabase({ migrate: false });
  using project = makeProject({ 'migrations/1_boats.ts': tableMigration('boats') });
  const call = { cwd: project.folder, env: { DATABASE_URL: database.url } };
  await keelson(['migrate'], call);
  project.write('migrations/2_nick.ts', NICK);
  const tried = await keelson(['migrate', '--dry-run'], call);
  expect(tried).toMatchObject({ code: 0, stderr: '' });
  expect(tried.stdout.split('\n').slice(0, -2)).toEqual([
    '1 of 1  2_nick',
    '  alter table "boats" add column "nick" text;',
    '    locks public.boats (AccessExclusive): blocks reads and writes until the migration ends',
    '  insert into "boats" ("id", "nick") values ($1, $2);  -- 1, "a"',
  ]);
  expect(tried.stdout).toMatch(/dry run: nothing was changed; 1 migration would be applied to \S+\n$/);
  const asJson = await keelson(['migrate', '--dry-run', '--format', 'json'], call);
  expect(JSON.parse(asJson.stdout)).toMatchObject({
    direction: 'up',
    migrations: [{ name: '2_nick', statements: [{ sql: 'alter table "boats" add column "nick" text' }, {}] }],
    stopped: null,
  });
  expect((await keelson(['migrate'], call)).stdout).toContain('1 migration applied');
  const back = await keelson(['migrate:rollback', '--dry-run'], call);
  expect(back.code).toBe(0);
  expect(back.stdout).toContain('would be set aside: public.boats, 1 row');
  expect(back.stdout).toMatch(/1 migration would be rolled back on/);
});

test('what cannot be taken back is shown as such', async () => {
  await using database = await createTestDatabase({ migrate: false });
  using project = makeProject({
    'migrations/1_boats.ts': `${tableMigration('boats')}\nexport const irreversible = 'the sea has them';`,
  });
  const call = { cwd: project.folder, env: { DATABASE_URL: database.url } };
  expect((await keelson(['migrate', '--dry-run'], call)).stdout).toContain(
    '1 of 1  1_boats, irreversible: the sea has them',
  );
  expect((await keelson(['migrate'], call)).stdout).toMatch(
    /^applied 1_boats \(.*\), irreversible: the sea has them$/m,
  );
  const back = await keelson(['migrate:rollback'], call);
  expect(problemCode(back)).toBe('migrations/irreversible');
  expect(back.stderr).toContain('the sea has them');
});

test('a dry run of what would fail says so, and exits with 1', async () => {
  await using database = await createTestDatabase({ migrate: false });
  using project = makeProject({
    'migrations/1_bad.ts': `
      export async function up(knex) { await knex.raw('create table a (id int)'); await knex.raw('create table a (id int)'); }
      export async function down(knex) { await knex.raw('drop table a'); }`,
  });
  const tried = await keelson(['migrate', '--dry-run'], {
    cwd: project.folder,
    env: { DATABASE_URL: database.url },
  });
  expect(tried.code).toBe(1);
  expect(tried.stdout).toContain('  create table a (id int);');
  expect(problemCode(tried)).toBe('migrations/failed');
  expect(await query(database.url, `select to_regclass('a') as a`)).toEqual([{ a: null }]);
});

test('rows are set aside, listed, offered, brought back and thrown away', async () => {
  await using database = await createTestDatabase({ migrate: false });
  using project = makeProject({
    'migrations/1_boats.ts': tableMigration('boats'),
    'migrations/2_oars.ts': tableMigration('oars'),
  });
  const call = { cwd: project.folder, env: { DATABASE_URL: database.url } };
  await keelson(['migrate'], call);
  await query(database.url, 'insert into boats values (1), (2)');
  await query(database.url, 'insert into oars values (3)');
  const back = await keelson(['migrate:rollback'], call);
  expect(back.code).toBe(0);
  expect(back.stdout).toContain('set aside public.boats, 2 rows: in keelson_kept.rows_');
  expect(back.stderr).toContain('npx keelson migrate --restore-kept');
  const listed = await keelson(['kept'], call);
  expect(listed.stdout).toMatch(/^2_oars +public\.oars, 1 row +in keelson_kept\.rows_\d+ +since \d{4}-/m);
  const { stdout } = await keelson(['kept', '--format', 'json', '--migration', '1_boats'], call);
  expect(JSON.parse(stdout)).toMatchObject([{ migration: '1_boats', table: 'public.boats', rows: 2 }]);
  // Nobody is at a terminal here, so that nobody is asked.
  const again = await keelson(['migrate'], call);
  expect(again.stderr).toContain('public.boats, 2 rows: npx keelson kept --restore 1_boats');
  const restored = await keelson(['kept', '--restore', '1_boats'], call);
  expect(restored.stdout).toBe('brought back 2 rows of public.boats\n');
  expect(await query(database.url, 'select id from boats order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  expect((await keelson(['kept', '--purge'], call)).stdout).toBe(
    'thrown away public.oars, 1 row, of 2_oars\n',
  );
  expect((await keelson(['kept'], call)).stdout).toMatch(/^nothing is kept on/);
  await keelson(['migrate:rollback', '--discard'], call);
  expect((await keelson(['kept'], call)).stdout).toMatch(/^nothing is kept on/);
});

test('what the way back leaves makes it fail, a role that somebody else made meanwhile does not', async () => {
  await using database = await createTestDatabase({ migrate: false });
  using project = makeProject({ 'migrations/1_boats.ts': tableMigration('boats') });
  const call = { cwd: project.folder, env: { DATABASE_URL: database.url } };
  const role = `other_${process.pid}_${Date.now()}`;
  await keelson(['migrate'], call);
  await query(database.url, `create role ${role}`);
  try {
    const back = await keelson(['migrate:rollback'], call);
    expect(back.stdout).not.toContain(role);
    expect(back.code).toBe(0);
  } finally {
    await query(database.url, `drop role ${role}`);
  }
  await keelson(['migrate'], call);
  await query(database.url, 'create table left_over (id int)');
  const back = await keelson(['migrate:rollback'], call);
  expect(back.stdout).toContain('table public.left_over is still there');
  expect(back.code).toBe(1);
});

test('a deploy with --check says whether what it leaves agrees, and does not begin without a schema', async () => {
  await using database = await createTestDatabase({ migrate: false });
  using project = makeProject({
    'migrations/1_boats.ts': tableMigration('boats'),
    'schema.ts': `
      import { integer, pgTable, text } from 'drizzle-orm/pg-core';
      export const boats = pgTable('boats', { id: integer(), name: text() });`,
  });
  const call = { cwd: project.folder, env: { DATABASE_URL: database.url } };
  const without = await keelson(['migrate', '--check', '--schema', 'nowhere.ts'], call);
  expect(without.code).toBe(1);
  expect(await query(database.url, `select to_regclass('boats') as boats`)).toEqual([{ boats: null }]);
  const checked = await keelson(['migrate', '--check', '--schema', 'schema.ts'], call);
  expect(checked.stdout).toContain('1 migration applied');
  expect(checked.stdout).toContain('column/missing');
  expect(checked.code).toBe(1);
  project.write(
    'migrations/2_name.ts',
    `export async function up(knex) { await knex.schema.alterTable('boats', (t) => { t.text('name'); }); }
     export async function down(knex) { await knex.schema.alterTable('boats', (t) => { t.dropColumn('name'); }); }`,
  );
  expect((await keelson(['migrate', '--check', '--schema', 'schema.ts'], call)).code).toBe(0);
});

test('a deploy waits for a database that is not there yet, says so, and goes on when it is', async () => {
  await using database = await createTestDatabase({ migrate: false });
  using project = makeProject({ 'migrations/1_boats.ts': tableMigration('boats') });
  const port = await freePort();
  const child = start(['migrate', '--wait', '60'], {
    cwd: project.folder,
    env: { DATABASE_URL: connectionUrl(withSettings(database.settings, { host: '127.0.0.1', port })) },
  });
  const closed = once(child, 'close') as Promise<[number | null]>;
  let said = '';
  for await (const [text] of words(child.stderr.setEncoding('utf8'))) {
    said += text;
    if (/waiting for the database, \d+ of 60 s \(connection\/refused\)/.test(said)) break;
  }
  const server = await forward(port, database.settings);
  try {
    expect((await closed)[0]).toBe(0);
    expect(await query(database.url, 'select name from knex_migrations')).toEqual([{ name: '1_boats' }]);
  } finally {
    server.close();
  }
});

test('one that is not to wait says that nothing listens there', async () => {
  using project = makeProject({ 'migrations/1_boats.ts': tableMigration('boats') });
  const outcome = await keelson(['migrate', '--wait', '0'], {
    cwd: project.folder,
    env: { DATABASE_URL: 'postgres://a:b@127.0.0.1:9/app' },
  });
  expect(outcome.code).toBe(1);
  expect(outcome.stderr).not.toContain('waiting for the database');
  expect(problemCode(outcome)).toBe('connection/refused');
});

/** Listens in place of a server, and hands everything on to it. */
async function forward(port: number, behind: ConnectionSettings): Promise<Server> {
  const server = createServer((client) => {
    const upstream = connect({ host: behind.host, port: behind.port });
    client.pipe(upstream).pipe(client);
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Starts a command, and leaves it to run. */
function start(
  command: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
) {
  return spawn(
    process.execPath,
    ['--import', `file://${require.resolve('tsx')}`, path.join(ROOT, 'src/cli/main.ts'), ...command],
    { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
}

const SLOW = `
  export async function up(knex) {
    await knex.schema.createTable('half', (t) => { t.integer('id'); });
    await knex.raw('select pg_sleep(100)');
  }
  export async function down(knex) { await knex.schema.dropTable('half'); }`;

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends a deploy at a safe point', async (signal, code) => {
  await using database = await createTestDatabase({ migrate: false });
  using project = makeProject({
    'migrations/1_boats.ts': tableMigration('boats'),
    'migrations/2_slow.ts': SLOW,
  });
  const call = { cwd: project.folder, env: { DATABASE_URL: database.url } };
  const child = start(['migrate'], call);
  let said = '';
  for await (const [text] of words(child.stderr.setEncoding('utf8'))) {
    said += text;
    if (said.includes('2_slow')) break;
  }
  child.stderr.on('data', (text: string) => (said += text));
  child.kill(signal);
  const [exit] = (await once(child, 'close')) as [number | null];
  expect(exit).toBe(code);
  expect(said).toContain(`ended before it was done, by ${signal}`);
  expect(said).toContain('these stay applied:\n  1_boats');
  expect(await query(database.url, 'select name from knex_migrations')).toEqual([{ name: '1_boats' }]);
  expect(await query(database.url, `select to_regclass('half') as half`)).toEqual([{ half: null }]);
  expect(await query(database.url, 'select outcome from keelson.deploys')).toEqual([{ outcome: 'failed' }]);
  expect(
    await query(
      database.url,
      `select (select is_locked from knex_migrations_lock) as knex, (select count(*)::int from pg_locks
         where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())) as ours`,
    ),
  ).toEqual([{ knex: 0, ours: 0 }]);
  expect((await keelson(['migrate:rollback'], call)).stdout).toContain('rolled back 1_boats');
});

async function* words(stream: NodeJS.ReadableStream): AsyncGenerator<[string]> {
  for (;;) yield (await once(stream, 'data')) as [string];
}
