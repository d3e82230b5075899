import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createTestDatabase } from '../../src/testing/index.ts';
import { ROOT } from './keelson.ts';

const COMMAND = ['--import', `file://${require.resolve('tsx')}`, path.join(ROOT, 'src/cli/main.ts')];

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
