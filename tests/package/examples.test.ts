import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createTestDatabase } from '../../src/testing/index.ts';
import { ROOT } from './project.ts';
import { run } from './run.ts';

const EXAMPLES = path.join(ROOT, 'examples');
const examples = readdirSync(EXAMPLES, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

/** The first block of a kind in a text. */
function block(text: string, kind: string): string | undefined {
  return new RegExp(`^\`\`\`${kind}\n(.*?)^\`\`\`$`, 'ms').exec(text)?.[1];
}

test.each(examples)('%s does what its README says', async (name) => {
  const readme = readFileSync(path.join(EXAMPLES, name, 'README.md'), 'utf8');
  const commands = block(readme, 'sh') ?? '';
  expect(commands).not.toBe('');

  await using seeded = await createTestDatabase({ seed: 'dev' });
  await using empty = await createTestDatabase({ migrate: false });
  const { code, stdout, stderr } = await run('bash', ['-euo', 'pipefail', '-c', commands], {
    cwd: ROOT,
    seconds: 110,
    env: { DATABASE_URL: seeded.url, REPORTS_URL: empty.url, TEST_DATABASE_URL: seeded.url },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) as string });
  const output = block(readme, 'text');
  if (output !== undefined) expect(stdout).toBe(output);
});
