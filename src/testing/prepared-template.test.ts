import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findPrepared, handOver } from './prepared-template.ts';
import { setVariables } from './this-process.ts';
import type { TemplatePlan } from './wanted-template.ts';

let root: string;
let knexfile: string;
let restore: () => void;
const write = (name: string, text: string): string => {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
};

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'keelson-prepared-'));
  knexfile = write('knexfile.ts', '');
  write('src/names.ts', '');
  const files = [write('migrations/1_a.ts', `import '../src/names.ts';`), write('seeds/test/1_a.ts', '')];
  const plan: TemplatePlan = { name: 'template', project: 'shop', knexfile, config: {}, mode: 'test', files };
  restore = setVariables(handOver({ knexfile, seed: 'test' }, plan));
});
afterEach(() => {
  restore();
  rmSync(root, { recursive: true, force: true });
});

test('a test file that asks for the same finds the template', () => {
  expect(findPrepared({ knexfile, seed: 'test' })).toMatchObject({ name: 'template', project: 'shop' });
});

test('one that asks for something else does not', () => {
  expect(findPrepared({ knexfile })).toBeUndefined();
  expect(findPrepared({ knexfile, seed: 'dev' })).toBeUndefined();
  expect(findPrepared({ seed: 'test' })).toBeUndefined();
});

test('nor does one without a global setup', () => {
  restore();
  expect(findPrepared({ knexfile, seed: 'test' })).toBeUndefined();
});

test.each<[string, () => unknown]>([
  ['the knexfile', () => write('knexfile.ts', 'other')],
  ['a migration', () => write('migrations/1_a.ts', 'other')],
  ['what a migration imports', () => write('src/names.ts', 'other')],
  ['a seed', () => write('seeds/test/1_a.ts', 'other')],
])('when %s has changed since, it is not used', (_, change) => {
  change();
  expect(findPrepared({ knexfile, seed: 'test' })).toBeUndefined();
});

test('a migration that was added or taken away counts too', () => {
  const added = write('migrations/2_b.ts', '');
  expect(findPrepared({ knexfile, seed: 'test' })).toBeUndefined();
  rmSync(added);
  expect(findPrepared({ knexfile, seed: 'test' })).toBeDefined();
  rmSync(path.join(root, 'migrations'), { recursive: true });
  expect(findPrepared({ knexfile, seed: 'test' })).toBeUndefined();
});
