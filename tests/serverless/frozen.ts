// A function of a platform: answers a line with a line, and does nothing in between. frozen.ts <url>
import { createInterface } from 'node:readline';
import { sql } from '../../src/index.ts';
import { serverlessDb } from '../../src/serverless/index.ts';

const [url = ''] = process.argv.slice(2);

async function handler(): Promise<string> {
  const { rows } = await serverlessDb({ url }).execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  return String(rows[0]?.pid);
}

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  if (line === 'end') {
    lines.close();
    process.stdin.destroy();
    return;
  }
  handler().then(
    (pid) => process.stdout.write(`${pid}\n`),
    (error: unknown) => process.stdout.write(`failed: ${String(error)}\n`),
  );
});
