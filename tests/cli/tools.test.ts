import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createTestDatabase } from '../../src/testing/index.ts';
import { keelson, ROOT } from './keelson.ts';
import { freePort } from '../postgres/free-port.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
});

describe('psql', () => {
  const hasPsql = spawnSync('psql', ['--version']).status === 0;

  (hasPsql ? test : test.skip)('is given the database, its words, and its exit code is ours', async () => {
    const env = { DATABASE_URL: database.url };
    const asked = await keelson(['psql', '-XAtc', 'select current_database()'], { env });
    expect(asked).toMatchObject({ code: 0, stdout: `${database.name}\n` });
    expect((await keelson(['psql', '--', '-Xc', 'select 1/0'], { env })).code).toBe(1);
  });

  test('that is not installed is said, with how to connect instead, and without the password', async () => {
    const url = 'postgres://app:secret@127.0.0.1:9/app';
    const outcome = await keelson(['psql'], { env: { DATABASE_URL: url, PATH: path.join(ROOT, 'docs') } });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('psql is not installed. Any client can connect to app@127.0.0.1:9/app');
    expect(outcome.stderr).not.toContain('secret');
  });
});

test('studio serves the database of DATABASE_URL until it is told to end', async () => {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'src/cli/main.ts', 'studio', '--port', String(port)],
    {
      cwd: ROOT,
      env: { ...process.env, NODE_ENV: 'development', DATABASE_URL: database.url },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = once(child, 'exit');
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (text: string): void => {
      output += text;
      if (output.includes('up and running')) resolve();
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('exit', () => {
      reject(new Error(output));
    });
  });
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        type: 'proxy',
        data: {
          sql: 'select current_database() as name',
          params: [],
          typings: [],
          mode: 'object',
          method: 'all',
        },
      }),
    });
    expect(await answer.text()).toContain(database.name);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
});
