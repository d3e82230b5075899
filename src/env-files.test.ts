import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadEnvFiles } from './env-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keelson-env-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const write = (name: string, text: string): void => {
  writeFileSync(path.join(folder, name), text);
};
/** What a process finds that has `set` already. */
const load = (set: Record<string, string> = {}): NodeJS.ProcessEnv => {
  const target = { ...set };
  expect(loadEnvFiles(target, folder)).toEqual([]);
  return target;
};

it('takes .env.local before .env, and what is already set before both', () => {
  write('.env', 'A=env\nB=env\nC=env\n');
  write('.env.local', 'A=local\nB=local\n');
  expect(load({ A: 'set' })).toEqual({ A: 'set', B: 'local', C: 'env' });
});

it('leaves a variable alone that is set to nothing', () => {
  write('.env', 'DATABASE_URL=postgres://db\n');
  expect(load({ DATABASE_URL: '' })).toEqual({ DATABASE_URL: '' });
});

it('does without the files, and without what is no file', () => {
  expect(load()).toEqual({});
  mkdirSync(path.join(folder, '.env'));
  expect(load()).toEqual({});
});

it('reads files of other systems and editors', () => {
  write('.env', '\uFEFFA=1\r\nexport B="two words"\r\n# C=3\r\nD=4 # said\r\n');
  expect(load()).toEqual({ A: '1', B: 'two words', D: '4' });
});

describe('a # that ends a value early', () => {
  it.each([
    'DATABASE_URL=postgres://app:se#cret@db',
    'export PGPASSWORD = se#cret',
    'TEST_DATABASE_URL=postgres://a:1#2@db',
  ])('is a mistake each time it is looked at, and nothing is taken from the line: %s', (line) => {
    write('.env', `${line}\n`);
    const target = {};
    const twice = [1, 2].map(() => loadEnvFiles(target, folder));
    for (const [mistake, ...more] of twice) {
      expect(mistake).toMatch(/^[A-Z_]+ in \.env: a # outside of quotation marks begins a comment/);
      expect(mistake).not.toMatch(/cret|#2/);
      expect(more).toEqual([]);
    }
    expect(target).toEqual({});
  });

  it.each([
    ['DATABASE_URL="postgres://app:se#cret@db"', 'postgres://app:se#cret@db'],
    ["DATABASE_URL='postgres://app:se#cret@db' # ours", 'postgres://app:se#cret@db'],
    ['DATABASE_URL=postgres://app:se%23cret@db # ours', 'postgres://app:se%23cret@db'],
  ])('is none in %s', (line, value) => {
    write('.env', `${line}\n`);
    expect(load()).toEqual({ DATABASE_URL: value });
  });

  it('is of no interest where another value counts', () => {
    write('.env', 'PGPASSWORD=se#cret\n');
    expect(load({ PGPASSWORD: 'other' })).toEqual({ PGPASSWORD: 'other' });
  });
});

it('says nothing on stdout and stderr, takes no orders from DOTENV_ variables, and fills process.env', () => {
  write('.env', 'DATABASE_URL=postgres://env@db/shop\nA=é\nB=2\n');
  write('.env.local', 'DATABASE_URL=postgres://local@db/shop\n');
  write('other', 'DATABASE_URL=postgres://other@db/shop\n');
  const orders = {
    PATH: 'other',
    ENCODING: 'latin1',
    OVERRIDE: 'true',
    DEBUG: 'true',
    QUIET: 'false',
    FAST: 'true',
  };
  const mischief = Object.entries(orders).flatMap(([name, value]) => [
    [`DOTENV_${name}`, value],
    [`DOTENV_CONFIG_${name}`, value],
  ]);
  const program = `
    const { requireDatabase } = require(${JSON.stringify(path.join(__dirname, 'env.ts'))});
    require('node:fs').writeFileSync('answer', [requireDatabase().user, process.env.A, process.env.B].join(' '));`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', require.resolve('tsx/cjs'), '--eval', program],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...Object.fromEntries(mischief), B: 'set' } as NodeJS.ProcessEnv,
    },
  );
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(readFileSync(path.join(folder, 'answer'), 'utf8')).toBe('local é set');
});
