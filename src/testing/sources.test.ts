import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fingerprint } from './fingerprint.ts';
import type { TemplateContent } from './fingerprint.ts';
import { filesIn, sourceFiles } from './sources.ts';

let root: string;
const write = (name: string, text: string): string => {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
};

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'keelson-sources-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('what a migration is made of', () => {
  test('what it imports from elsewhere, however it is written', () => {
    const migration = write(
      'migrations/1_a.ts',
      `import { a } from '../src/a.ts';
       import type { B } from "../src/b.js";
       import '../src/c';
       export * from '../src/d';
       const e = require('../src/e.json');
       const f = await import('../src/f.mjs');
       import { readFileSync } from 'node:fs';
       import knex from 'knex';
       import { gone } from '../src/gone.ts';`,
    );
    const expected = [
      migration,
      write('src/a.ts', `export { deep } from './deep.ts';`),
      write('src/deep.ts', `import '../migrations/1_a.ts';`),
      write('src/b.ts', ''),
      write('src/c.js', ''),
      write('src/d/index.ts', ''),
      write('src/e.json', '{}'),
      write('src/f.mjs', ''),
    ];
    write('src/unused.ts', '');
    expect(sourceFiles([migration])).toEqual(expected.sort());
  });

  test('all that lies beside it', () => {
    const beside = [write('migrations/1_a.ts', ''), write('migrations/sql/1_a.sql', 'select')];
    expect(filesIn(path.join(root, 'migrations')).sort()).toEqual(beside);
  });
});

describe('the fingerprint', () => {
  const content = (changed: Partial<TemplateContent> = {}): TemplateContent => ({
    root,
    config: { client: 'pg', migrations: { directory: path.join(root, 'migrations') } },
    files: [path.join(root, 'migrations/1_a.ts'), path.join(root, 'migrations/2_b.ts')],
    major: 18,
    user: 'app',
    ...changed,
  });
  beforeEach(() => {
    write('migrations/1_a.ts', `import '../src/names.ts';`);
    write('migrations/2_b.ts', 'b');
    write('src/names.ts', 'names');
  });

  test('is one text for one content, wherever the project lies', () => {
    const before = fingerprint(content());
    expect(fingerprint(content())).toBe(before);
    const first = root;
    root = mkdtempSync(path.join(tmpdir(), 'keelson-elsewhere-'));
    write('migrations/1_a.ts', `import '../src/names.ts';`);
    write('migrations/2_b.ts', 'b');
    write('src/names.ts', 'names');
    expect(fingerprint(content())).toBe(before);
    rmSync(first, { recursive: true });
  });

  test.each<[string, () => Partial<TemplateContent> | undefined]>([
    ['a migration changes', () => void write('migrations/1_a.ts', 'other')],
    ['what a migration imports changes', () => void write('src/names.ts', 'other')],
    ['a file beside the migrations appears', () => void write('migrations/3_c.sql', '')],
    ['the order changes', () => ({ files: [...content().files].reverse() })],
    ['the server is of another major version', () => ({ major: 17 })],
    ['another role owns the tables', () => ({ user: 'other' })],
    ['the history has another name', () => ({ config: { client: 'pg', migrations: { tableName: 'm' } } })],
    ['names are wrapped', () => ({ config: { client: 'pg', wrapIdentifier: (name) => name.toUpperCase() } })],
  ])('differs when %s', (_, change) => {
    const before = fingerprint(content());
    expect(fingerprint(content(change()))).not.toBe(before);
  });

  test('does not depend on how to connect', () => {
    const config = {
      ...content().config,
      connection: 'postgres://app:secret@elsewhere/db',
      pool: { max: 3 },
    };
    expect(fingerprint(content({ config }))).toBe(fingerprint(content()));
  });
});
