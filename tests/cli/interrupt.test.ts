import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabase } from '../../src/testing/index.ts';
import { ROOT } from './keelson.ts';
import { makeProject } from './project.ts';
import { query } from './role.ts';

const COMMAND = ['--import', `file://${require.resolve('tsx')}`, path.join(ROOT, 'src/cli/main.ts')];

test.each(['SIGINT', 'SIGTERM'] as const)(
  'a migration that hangs says so, and %s ends it on the server too',
  async (signal) => {
    await using database = await createTestDatabase({ migrate: false });
    using project = makeProject({
      'migrations/1_slow.ts': `export async function up(knex) { await knex.raw('select pg_sleep(100)'); } export async function down() {}`,
    });
    const child = spawn(process.execPath, [...COMMAND, 'migrate'], {
      cwd: project.folder,
      env: { ...process.env, NODE_ENV: 'development', DATABASE_URL: database.url },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [said] = (await once(child.stderr.setEncoding('utf8'), 'data')) as [string];
    expect(said).toMatch(/^1_slow: \d\.\d s so far\n$/);
    child.kill(signal);
    await once(child, 'close');
    const isRunning = async (): Promise<boolean> =>
      (
        await query(
          database.url,
          `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query like '%pg_sleep%'`,
        )
      ).length > 0;
    const start = Date.now();
    while ((await isRunning()) && Date.now() - start < 20_000) await sleep(100);
    expect(await isRunning()).toBe(false);
  },
  60_000,
);

test('a reader that leaves early is no failure', async () => {
  await using database = await createTestDatabase({ migrate: false });
  const child = spawn(process.execPath, [...COMMAND, 'migrate:status'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'development', DATABASE_URL: database.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
