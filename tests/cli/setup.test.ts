import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Client } from 'pg';
import { createTestDatabase } from '../../src/testing/index.ts';
import { keelson, problemCode, ROOT } from './keelson.ts';
import { makeProject, tableMigration } from './project.ts';

test('from nothing, in a folder without a knexfile: server, tables, seeds, a typed answer; again only with a yes', async () => {
  using project = makeProject({}, { knexfile: '' });
  const here = { cwd: project.folder };
  try {
    const first = await keelson(['setup'], here);
    expect(first.stderr).toContain("using Keelson's own");
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/^server {5}PostgreSQL 18\.\d+, embedded in \.data\/postgres, started in /m);
    expect(first.stdout).toMatch(/^migrated {3}15 migrations in /m);
    expect(first.stdout).toMatch(/^query .*"email":"[^"]+@example\.test","sessions":\d/m);
    expect(first.stdout).toMatch(/^ {2}auth\.users +6 rows$/m);

    const again = await keelson(['setup'], here);
    expect(again.code).toBe(1);
    expect(problemCode(again)).toBe('reset/not-confirmed');
    expect(again.stderr).toMatch(/it has 23 tables with \d+ rows/);

    const reset = await keelson(['setup', '--yes'], here);
    expect(reset.code).toBe(0);
    expect(reset.stdout).toContain('dropped and made anew');

    const url = (await keelson(['status', '--show-url'], here)).stdout.trim();
    const client = new Client(url);
    await client.connect();
    await client.query(`insert into auth.users (id, email) values ('mine', 'mine@example.test')`);
    await client.end();
    expect((await keelson(['reset', '--yes'], here)).code).toBe(0);
    const after = new Client(url);
    await after.connect();
    expect((await after.query(`select from auth.users where id = 'mine'`)).rowCount).toBe(0);
    await after.end();

    expect(await keelson(['status'], here)).toMatchObject({ code: 0 });
    expect(await keelson(['down'], here)).toMatchObject({
      code: 0,
      stdout: 'the embedded server has stopped\n',
    });
    expect(await keelson(['status'], here)).toMatchObject({ code: 1 });
    expect((await keelson(['up'], here)).stdout).toContain('is now running');
    expect((await keelson(['up'], here)).stdout).toContain('was running already');
    // Data survives the server.
    expect((await keelson(['migrate'], here)).stdout).toContain('nothing to do');
  } finally {
    await keelson(['down'], here);
  }
}, 120_000);

test('two folders at once have a server each', async () => {
  const projects = [makeProject({}, { knexfile: '' }), makeProject({}, { knexfile: '' })];
  try {
    const outcomes = await Promise.all(projects.map(({ folder }) => keelson(['setup'], { cwd: folder })));
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    const places = outcomes.map(({ stdout }) => /^database +(.*)$/m.exec(stdout)?.[1]);
    expect(new Set(places).size).toBe(2);
  } finally {
    for (const project of projects) {
      await keelson(['down'], { cwd: project.folder });
      project[Symbol.dispose]();
    }
  }
}, 120_000);

test('a database elsewhere is refused before anything is touched', async () => {
  const outcome = await keelson(['setup', '--yes'], {
    env: { DATABASE_URL: 'postgres://a:b@db.example.test/app' },
  });
  expect(outcome.code).toBe(1);
  expect(problemCode(outcome)).toBe('reset/not-local');
  expect(outcome.stderr).toContain('--i-know-this-is-not-local');
});

test('a database that does not exist is made, and a project of its own is set up without our tables', async () => {
  await using server = await createTestDatabase({ migrate: false });
  const url = new URL(server.url);
  // Named after the test database, so that nothing else can be meant.
  url.pathname = `/${server.name}_setup`;
  using project = makeProject({
    'migrations/1_boats.ts': tableMigration('boats'),
    'seeds/dev/1.ts': `export async function seed(knex) { await knex('boats').insert([{ id: 1 }, { id: 2 }]); }`,
  });
  const admin = new Client(server.url);
  await admin.connect();
  try {
    const outcome = await keelson(['setup'], { cwd: project.folder, env: { DATABASE_URL: url.href } });
    expect(outcome.stderr).toBe('');
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toMatch(/^ {2}public\.boats +2 rows$/m);
    expect(outcome.stdout).not.toContain('auth.');
    expect(outcome.stdout).not.toContain('query ');
  } finally {
    await admin.query(`drop database if exists "${server.name}_setup" with (force)`);
    await admin.end();
  }
});

describe('with a person at the terminal', () => {
  const hasScript = spawnSync('script', ['--version']).status === 0;
  const attended = hasScript ? test : test.skip;

  attended.each([
    ['n\n', 1],
    // Ctrl-D and Ctrl-C.
    ['\u0004', 1],
    ['\u0003', 1],
    ['y\n', 0],
  ])('answering %j gives exit code %s', async (answer, code) => {
    await using database = await createTestDatabase();
    // `script` gives the command a terminal. What is typed before the question is asked is not its answer.
    const child = spawn(
      'script',
      [
        '--quiet',
        '--return',
        '--command',
        `${process.execPath} --import tsx src/cli/main.ts reset`,
        '/dev/null',
      ],
      { cwd: ROOT, env: { ...process.env, NODE_ENV: 'development', DATABASE_URL: database.url } },
    );
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (!stdout.includes('[y/N]') && `${stdout}${text}`.includes('[y/N]')) child.stdin.write(answer);
      stdout += text;
    });
    const [status] = (await once(child, 'close')) as [number | null];
    expect(stdout).toMatch(/will be reset: this drops \d+ tables with \d+ rows?\. Go on\? \[y\/N\]/);
    expect(stdout).not.toContain('    at ');
    expect(status).toBe(code);
  });
});
